// Buildability rules, from a hand-written table. All of them are made up.
import type { CodeExpression, ItemRow, RuleRow } from '../rows/option-rows.ts';
import type { BrandId } from '../rows/sourced.ts';
import { namesOrNull, parseTextTable } from './parse-text-table.ts';
import { SYNTHETIC } from './provenance.ts';
import { BRAND_IDS } from './vocabulary.ts';

/**
 * Cells: kind, subject, expression, percent, brands, reason in English, reason in German.
 * In an expression `/` is OR and binds less than `&`, AND; `@18` is any wheel of the rule's brand
 * from 18 inches up.
 */
const TABLE = `
REQUIRES | X40 | @18 | | bmw | Sport brakes need wheels of 18 inches or more. | Die Sportbremse verlangt Räder ab 18 Zoll.
REQUIRES | X40 | @17 | | mini | Sport brakes need wheels of 17 inches or more. | Die Sportbremse verlangt Räder ab 17 Zoll.
REQUIRES | X41 | @18 | | bmw | Sport brakes need wheels of 18 inches or more. | Die Sportbremse verlangt Räder ab 18 Zoll.
REQUIRES | X42 | @19 | | bmw | Ceramic brakes need wheels of 19 inches or more. | Die Keramikbremse verlangt Räder ab 19 Zoll.
REQUIRES | X42 | @22 | | rolls-royce | Ceramic brakes need wheels of 22 inches or more. | Die Keramikbremse verlangt Räder ab 22 Zoll.
REQUIRES | X44 | @18 | | bmw | Air suspension needs wheels of 18 inches or more. | Die Luftfederung verlangt Räder ab 18 Zoll.
REQUIRES | L03 | @17 | | bmw | The M Sport line needs wheels of 17 inches or more. | Die M Sport Linie verlangt Räder ab 17 Zoll.
REQUIRES | 337 | @17 | | bmw | The M Sport Package needs wheels of 17 inches or more. | Das M Sportpaket verlangt Räder ab 17 Zoll.
EXCLUDES | X43 | 1W1 | | bmw | Adaptive suspension is not offered with 16-inch wheels. | Kein adaptives Fahrwerk mit 16-Zoll-Rädern.
EXCLUDES | X43 | 1N1 | | mini | Adaptive suspension is not offered with 15-inch wheels. | Kein adaptives Fahrwerk mit 15-Zoll-Rädern.
EXCLUDES | X10 | 300 | | bmw mini | The tow bar takes the place of the emergency wheel. | Die Anhängerkupplung belegt den Platz des Notrads.
EXCLUDES | X10 | X42 | | bmw | No towing with ceramic brakes. | Kein Anhängerbetrieb mit Keramikbremse.
EXCLUDES | X10 | L04 | | bmw | The M Sport Pro rear apron leaves no room for a tow bar. | Die Heckschürze M Sport Pro lässt keine Kupplung zu.
EXCLUDES | X10 | L07 | | mini | The John Cooper Works rear apron leaves no room for a tow bar. | Die Heckschürze lässt keine Kupplung zu.
EXCLUDES | 403 | 386 / 3MC | | bmw | The electric glass roof needs the room of the roof rails. | Das Glasdach braucht den Raum der Dachreling.
EXCLUDES | 403 | 386 | | mini | The electric glass roof needs the room of the roof rails. | Das Glasdach braucht den Raum der Dachreling.
EXCLUDES | 402 | X76 / X77 | | mini | A glass roof cannot be painted in contrast. | Ein Glasdach lässt sich nicht in Kontrastfarbe lackieren.
EXCLUDES | 403 | X76 / X77 | | mini | A glass roof cannot be painted in contrast. | Ein Glasdach lässt sich nicht in Kontrastfarbe lackieren.
EXCLUDES | X76 | X77 | | mini | Only one contrast colour for the roof. | Nur eine Kontrastfarbe für das Dach.
EXCLUDES | X78 | X79 | | mini | Only one colour of bonnet stripes. | Nur eine Farbe der Motorhaubenstreifen.
EXCLUDES | X79 | P0B01 | | mini | White stripes do not show on white. | Weiße Streifen entfallen auf Weiß.
EXCLUDES | X78 | P0B03 | | mini | Black stripes do not show on black. | Schwarze Streifen entfallen auf Schwarz.
EXCLUDES | X20 | 488 | | bmw mini | Bucket seats have no lumbar support. | Schalensitze haben keine Lordosenstütze.
EXCLUDES | X20 | X21 / X22 | | bmw | Bucket seats have neither ventilation nor massage. | Schalensitze ohne Belüftung und Massage.
EXCLUDES | X20 | 465 | | bmw mini | Bucket seats come with a fixed rear bulkhead. | Schalensitze nur mit fester Rückwand.
EXCLUDES | X20 | 473 | | bmw mini | Bucket seats leave no room for the armrest. | Kein Platz für die Armauflage.
REQUIRES | X20 | ULSW / ULTR / UMSW | | bmw | Bucket seats come in black or red leather. | Schalensitze nur in schwarzem oder rotem Leder.
REQUIRES | X20 | UM10 / UM12 | | mini | Bucket seats come in black leather. | Schalensitze nur in schwarzem Leder.
INCLUDES | 456 | 488 | | bmw | Comfort seats have lumbar support. | Komfortsitze haben eine Lordosenstütze.
EXCLUDES | 481 | X22 | | bmw | Sports seats have no massage function. | Sportsitze ohne Massagefunktion.
REQUIRES | X21 | ULSW / ULCO / ULIV / ULTR / UMSW / UMTA | | bmw | Seat ventilation needs leather. | Die Sitzbelüftung verlangt Leder.
REQUIRES | X21 | 494 | | bmw | Seat ventilation needs seat heating. | Die Sitzbelüftung verlangt die Sitzheizung.
REQUIRES | X22 | 456 | | bmw | The massage function needs comfort seats. | Die Massagefunktion verlangt Komfortsitze.
REQUIRES | 496 | 494 | | bmw mini rolls-royce | Rear seat heating needs front seat heating. | Sitzheizung hinten nur mit Sitzheizung vorn.
REQUIRES | 464 | 465 | | bmw mini | The ski bag needs the through-load system. | Der Skisack verlangt das Durchladesystem.
REQUIRES | 610 | 609 | | bmw mini | The head-up display needs the navigation system. | Das Head-up Display verlangt das Navigationssystem.
REQUIRES | 6UH | 609 | | bmw mini | Traffic information needs the navigation system. | Verkehrsinformationen verlangen das Navigationssystem.
REQUIRES | 620 | 609 / 6WA | | bmw mini | Voice input needs the navigation system or the extended cluster. | Spracheingabe nur mit Navigation oder erweitertem Kombi.
REQUIRES | X54 | 609 | | bmw mini | Rear-seat entertainment needs the navigation system. | Fond-Entertainment verlangt das Navigationssystem.
REQUIRES | X50 | 609 | | bmw | The surround sound system needs the navigation system. | Das Surround-System verlangt das Navigationssystem.
INCLUDES | X55 | 5AD | | bmw mini rolls-royce | The driving assistant warns of lane departure. | Der Fahrassistent warnt beim Spurverlassen.
INCLUDES | X56 | 5AD & 8TH | | bmw mini rolls-royce | The driving assistant plus reads speed limits and lanes. | Der Fahrassistent Plus erkennt Tempolimits und Spuren.
EXCLUDES | X56 | X55 | | bmw mini rolls-royce | The driving assistant plus takes the place of the driving assistant. | Der Fahrassistent Plus ersetzt den Fahrassistenten.
INCLUDES | X58 | X57 | | bmw mini rolls-royce | Surround view holds the reversing camera. | Die Rundumkameras enthalten die Rückfahrkamera.
REQUIRES | X59 | 508 / X58 | | bmw mini rolls-royce | The parking assistant needs sensors or cameras all round. | Der Parkassistent verlangt Sensoren oder Rundumkameras.
REQUIRES | X60 | X30 | | bmw rolls-royce | Night vision needs matrix headlights. | Nachtsicht verlangt Matrix-Scheinwerfer.
REQUIRES | X45 | 229 / X43 / X44 | | bmw | Active steering needs a controlled suspension. | Die Aktivlenkung verlangt ein geregeltes Fahrwerk.
EXCLUDES | 760 | 339 | | bmw | Only one kind of window trim. | Nur eine Art von Fensterrahmen.
REQUIRES | 3MC | 760 | | bmw | Shadow Line rails need Shadow Line trim. | Dachreling Shadow Line nur mit Shadow Line.
EXCLUDES | L03 | 337 | | bmw | The M Sport line holds the package already. | Die M Sport Linie enthält das Paket schon.
EXCLUDES | L04 | 337 | | bmw | The M Sport Pro line holds the package already. | Die M Sport Pro Linie enthält das Paket schon.
EXCLUDES | L02 | 337 | | bmw | Luxury Line and M Sport Package do not go together. | Luxury Line und M Sportpaket schließen einander aus.
EXCLUDES | L04 | Z08 | | bmw | The M Sport Pro line is dark already. | Die M Sport Pro Linie ist schon dunkel.
EXCLUDES | 438 | L03 / L04 | | bmw | No wood trim in the M Sport lines. | Kein Edelholz in den M Sport Linien.
REQUIRES | X67 | L03 / L04 / 337 / X20 | | bmw | Carbon trim needs a sporting interior. | Carbonleisten nur im sportlichen Interieur.
REQUIRES | X67 | L07 | | mini | Carbon trim needs the John Cooper Works trim. | Carbonleisten nur mit John Cooper Works Trim.
EXCLUDES | X46 | 248 | | bmw mini | An Alcantara steering wheel is not heated. | Das Alcantara-Lenkrad ist nicht beheizbar.
REQUIRES | X23 | 322 | | bmw mini | Soft-close doors need comfort access. | Soft-Close nur mit Komfortzugang.
INCLUDES | 430 | 431 | | bmw mini | The mirror package holds the anti-dazzle mirror. | Das Spiegelpaket enthält den abblendenden Spiegel.
EXCLUDES | X36 | 761 | | bmw mini | Only one kind of special glazing. | Nur eine Art von Sonderverglasung.
EXCLUDES | 358 | X61 | | bmw mini rolls-royce | The coated windscreen blinds the dash camera. | Die beschichtete Scheibe stört die Unfallkamera.
REQUIRES | X25 | 534 / X51 | | bmw mini | Auxiliary heating needs automatic air conditioning. | Die Standheizung verlangt die Klimaautomatik.
INCLUDES | X53 | X52 | | bmw mini rolls-royce | Telephony holds the charging tray. | Die Telefonie enthält die Ladeablage.
EXCLUDES | X65 | 423 | | bmw mini | Only one set of floor mats. | Nur ein Satz Fußmatten.
REQUIRES | X73 | X70 | | bmw mini rolls-royce | 22 kW charging needs the public charging cable. | 22-kW-Laden verlangt das Ladekabel.
EXCLUDES | P0490 | X34 | | bmw | No film over frozen paint. | Keine Folie auf Frozen-Lack.
EXCLUDES | P0P7H | X34 | | bmw | No film over frozen paint. | Keine Folie auf Frozen-Lack.
REQUIRES | P0490 | L03 / L04 / 337 | | bmw | Frozen dark grey needs an M Sport equipment. | Frozen Dunkelgrau nur mit M Sport Ausstattung.
REQUIRES | UMTA | 4UR | | bmw | Tartufo merino leather needs ambient light. | Merino Tartufo nur mit ambientem Licht.
EXCLUDES | X84 | X85 | | rolls-royce | Only one coachline. | Nur eine Zierlinie.
REQUIRES | X88 | X91 / X92 | | rolls-royce | Picnic tables need individual or lounge seats. | Picknicktische nur mit Einzel- oder Loungesitzen.
REQUIRES | X90 | X91 | | rolls-royce | The cool box needs individual rear seats. | Das Kühlfach verlangt Einzelsitze.
REQUIRES | X54 | X88 | | rolls-royce | Rear-seat entertainment needs the picnic tables. | Fond-Entertainment verlangt die Picknicktische.
EXCLUDES | L08 | X83 | | rolls-royce | The Black Badge mascot is dark. | Die Kühlerfigur der Black Badge ist dunkel.
EXCLUDES | L08 | P0R10 / P0R04 | | rolls-royce | Black Badge is not offered in champagne or silver. | Black Badge nicht in Champagner oder Silber.
REQUIRES | UR12 | X82 | | rolls-royce | The woven textile comes with the starlight headliner. | Das gewebte Textil nur mit Sternenhimmel.
REQUIRES | Y27 | Y26 | | bmw-motorrad | Panniers need their carriers. | Koffer verlangen Kofferhalter.
REQUIRES | Y31 | UB02 | | bmw-motorrad | Lowered suspension needs the low seat. | Tieferlegung nur mit niedriger Sitzbank.
REQUIRES | Y17 | UB03 | | bmw-motorrad | Seat heating needs the comfort seat. | Sitzheizung nur mit Komfortsitzbank.
REQUIRES | Y11 | Y10 | | bmw-motorrad | The quick shifter needs riding modes Pro. | Der Schaltassistent verlangt Fahrmodi Pro.
INCLUDES | Y30 | Y10 | | bmw-motorrad | Dynamic suspension holds riding modes Pro. | Das dynamische Fahrwerk enthält Fahrmodi Pro.
EXCLUDES | Y22 | Y27 | | bmw-motorrad | The sports silencer needs the room of the panniers. | Der Sportschalldämpfer braucht den Raum der Koffer.
EXCLUDES | 1M3 | Y23 | | bmw-motorrad | Forged wheels are for the road: no engine guard. | Schmiederäder nur ohne Motorschutzbügel.
REQUIRES | Y32 | Y19 | | bmw-motorrad | The quick charger is set by the TFT display. | Das Schnellladegerät wird am TFT-Display bedient.
VALUE_CHANGE | 1W7 | L03 / 337 | 50 | bmw | Half the price with M Sport equipment. | Halber Preis mit M Sport Ausstattung.
VALUE_CHANGE | 1WB | L04 | 60 | bmw | Reduced with the M Sport Pro line. | Ermäßigt mit der M Sport Pro Linie.
VALUE_CHANGE | 402 | L04 | 80 | bmw | Reduced with the M Sport Pro line. | Ermäßigt mit der M Sport Pro Linie.
VALUE_CHANGE | X30 | L02 | 80 | bmw | Reduced with the Luxury Line. | Ermäßigt mit der Luxury Line.
VALUE_CHANGE | ULSW | 456 | 75 | bmw | Reduced with comfort seats. | Ermäßigt mit Komfortsitzen.
VALUE_CHANGE | ULCO | 456 & L02 | 60 | bmw | Reduced with comfort seats in the Luxury Line. | Ermäßigt mit Komfortsitzen in der Luxury Line.
VALUE_CHANGE | X50 | Z05 | 85 | bmw mini | Reduced with the navigation package. | Ermäßigt mit dem Navigationspaket.
VALUE_CHANGE | X57 | 508 | 50 | bmw mini rolls-royce | Half the price with Park Distance Control. | Halber Preis mit PDC.
VALUE_CHANGE | 248 | 494 | 50 | bmw mini | Half the price with seat heating. | Halber Preis mit Sitzheizung.
VALUE_CHANGE | P0C3Z | L04 | 80 | bmw | Reduced with the M Sport Pro line. | Ermäßigt mit der M Sport Pro Linie.
VALUE_CHANGE | X71 | Z09 | 50 | bmw mini rolls-royce | Half the price with the charging package. | Halber Preis mit dem Ladepaket.
VALUE_CHANGE | X76 | L05 / L06 | 0 | mini | Free of charge with a trim. | Ohne Aufpreis mit einem Trim.
VALUE_CHANGE | X77 | L05 / L06 | 0 | mini | Free of charge with a trim. | Ohne Aufpreis mit einem Trim.
VALUE_CHANGE | UM09 | L06 | 70 | mini | Reduced with the favoured trim. | Ermäßigt mit dem Favoured Trim.
VALUE_CHANGE | 1N9 | L07 | 50 | mini | Half the price with the John Cooper Works trim. | Halber Preis mit John Cooper Works Trim.
VALUE_CHANGE | X84 | L08 | 0 | rolls-royce | Free of charge with Black Badge. | Ohne Aufpreis mit Black Badge.
VALUE_CHANGE | Y28 | Y26 | 80 | bmw-motorrad | Reduced with the pannier carriers. | Ermäßigt mit den Kofferhaltern.
VALUE_CHANGE | Y22 | Z13 | 50 | bmw-motorrad | Half the price with the dynamic package. | Halber Preis mit dem Dynamikpaket.
`;

export function buildRules(items: readonly ItemRow[]): readonly RuleRow[] {
  const known = new Set(items.map((item) => item.code));
  return parseTextTable(['kind', 'subject', 'when', 'percent', 'brands', 'en', 'de'], TABLE).map(
    (row, index) => {
      const brands = namesOrNull(row.brands, BRAND_IDS);
      if (!known.has(row.subject)) throw new Error(`rule on unknown item ${row.subject}`);
      return {
        id: `R-${String(index + 1).padStart(4, '0')}`,
        kind: row.kind as RuleRow['kind'],
        subject: row.subject,
        when: parseExpression(row.when, brands ?? [], items),
        percent: row.percent === '' ? null : Number(row.percent),
        applicability: { brands, series: null, fuels: null, markets: null },
        reason: { en: row.en, de: row.de },
        ...SYNTHETIC,
      };
    },
  );
}

function parseExpression(
  text: string,
  brands: readonly BrandId[],
  items: readonly ItemRow[],
): CodeExpression {
  if (text.startsWith('@')) return { or: wheelsFrom(Number(text.slice(1)), brands, items) };
  const terms = text.split('/').map((term) => {
    const codes = term.split('&').map((code) => codeOf(code.trim(), items));
    const [only] = codes;
    return codes.length === 1 && only !== undefined ? only : { and: codes };
  });
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { or: terms };
}

function codeOf(code: string, items: readonly ItemRow[]): CodeExpression {
  if (!items.some((item) => item.code === code)) throw new Error(`rule names unknown item ${code}`);
  return { code };
}

function wheelsFrom(
  inches: number,
  brands: readonly BrandId[],
  items: readonly ItemRow[],
): readonly CodeExpression[] {
  return items
    .filter(
      (item) =>
        (item.diameterInches ?? 0) >= inches &&
        item.applicability.brands?.some((brand) => brands.includes(brand)) === true,
    )
    .map((item) => ({ code: item.code }));
}
