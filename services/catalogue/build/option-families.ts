// Option families: how many of their members a configuration holds, in the order a configurator shows them.
import type { OptionFamilyRow } from '../rows/option-rows.ts';
import { parseTextTable } from './parse-text-table.ts';
import { SYNTHETIC } from './provenance.ts';

const TABLE = `
LINE | ONE_OR_NONE | Lines | Ausstattungslinien | Finitions
PAINT | EXACTLY_ONE | Paints | Lackierungen | Peintures
WHEEL | EXACTLY_ONE | Wheels | Räder | Jantes
UPHOLSTERY | EXACTLY_ONE | Upholsteries | Polster | Selleries
TRIM | ONE_OR_NONE | Interior trims | Interieurleisten | Inserts décoratifs
PACKAGES | ARBITRARY | Packages | Pakete | Packs
SEATS | ONE_OR_NONE | Seats | Sitze | Sièges
STEERING_WHEEL | ONE_OR_NONE | Steering wheels | Lenkräder | Volants
HEADLIGHTS | ONE_OR_NONE | Headlights | Scheinwerfer | Phares
ROOF | ONE_OR_NONE | Roofs | Dächer | Toits
ROOF_RAILS | ONE_OR_NONE | Roof rails | Dachreling | Barres de toit
SUSPENSION | ONE_OR_NONE | Suspension | Fahrwerk | Suspension
BRAKES | ONE_OR_NONE | Brakes | Bremsen | Freins
TRANSMISSION | ONE_OR_NONE | Transmission | Getriebe | Transmission
AUDIO | ONE_OR_NONE | Audio systems | Audiosysteme | Systèmes audio
CLIMATE | ONE_OR_NONE | Air conditioning | Klimatisierung | Climatisation
EXTERIOR | ARBITRARY | Exterior | Exterieur | Extérieur
INTERIOR | ARBITRARY | Interior | Interieur | Intérieur
COMFORT | ARBITRARY | Comfort | Komfort | Confort
ASSISTANCE | ARBITRARY | Driver assistance | Fahrerassistenz | Aides à la conduite
SAFETY | ARBITRARY | Safety | Sicherheit | Sécurité
CONNECTIVITY | ARBITRARY | Information and connectivity | Information und Konnektivität | Information et connectivité
TRANSPORT | ARBITRARY | Transport and towing | Transport und Anhänger | Transport et remorquage
CHARGING | ARBITRARY | Charging | Laden | Recharge
RIDING | ARBITRARY | Riding | Fahren | Conduite
LUGGAGE | ARBITRARY | Luggage | Gepäck | Bagagerie
COUNTRY | ARBITRARY | Country versions | Länderausführungen | Versions par pays
`;

export function buildOptionFamilies(): readonly OptionFamilyRow[] {
  return parseTextTable(['id', 'cardinality', 'en', 'de', 'fr'], TABLE).map((row, index) => ({
    id: row.id,
    name: { en: row.en, de: row.de, fr: row.fr },
    cardinality: row.cardinality as OptionFamilyRow['cardinality'],
    position: index + 1,
    ...SYNTHETIC,
  }));
}
