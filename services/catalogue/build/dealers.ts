// Dealers: real towns, made-up houses.
import type { DealerRow } from '../rows/maintenance-rows.ts';
import type { BrandId, MarketId } from '../rows/sourced.ts';
import { parseTextTable } from './parse-text-table.ts';
import { SYNTHETIC } from './provenance.ts';

// Labour rates are net, in minor units of the market's currency, an hour.
const DEALERS = `
DE | Autohaus Isarufer | München | 80331 | bmw mini rolls-royce | 48.137 | 11.575 | 18900 | 2400
DE | Autohaus Hansetor | Hamburg | 20095 | bmw mini | 53.551 | 9.994 | 17400 | 2300
DE | Autohaus Spreebogen | Berlin | 10117 | bmw mini | 52.520 | 13.405 | 16900 | 2200
DE | Autohaus Mainblick | Frankfurt am Main | 60311 | bmw rolls-royce | 50.110 | 8.682 | 18100 | 2350
DE | Motorradhaus Domblick | Köln | 50667 | bmw-motorrad | 50.938 | 6.960 | 14900 | 2000
DE | Autohaus Elbwiesen | Dresden | 01067 | bmw mini bmw-motorrad | 51.050 | 13.737 | 14200 | 2100
DE | Autohaus Neckartal | Stuttgart | 70173 | bmw mini | 48.776 | 9.183 | 17200 | 2250
FR | Garage des Quais | Paris | 75008 | bmw mini rolls-royce | 48.872 | 2.311 | 14900 | 2300
FR | Garage des Traboules | Lyon | 69002 | bmw mini | 45.757 | 4.832 | 12900 | 2200
FR | Garage de la Joliette | Marseille | 13002 | bmw mini | 43.301 | 5.367 | 12400 | 2100
FR | Motos de la Garonne | Bordeaux | 33000 | bmw-motorrad | 44.838 | -0.579 | 10900 | 1900
FR | Garage du Capitole | Toulouse | 31000 | bmw bmw-motorrad | 43.604 | 1.444 | 11900 | 2000
AT | Autohaus Ringblick | Wien | 1010 | bmw mini rolls-royce | 48.208 | 16.373 | 17900 | 2300
AT | Autohaus Murtal | Graz | 8010 | bmw mini | 47.071 | 15.438 | 15400 | 2200
AT | Autohaus Salzachbogen | Salzburg | 5020 | bmw mini | 47.809 | 13.055 | 15900 | 2200
AT | Autohaus Donaulände | Linz | 4020 | bmw | 48.306 | 14.286 | 15200 | 2100
AT | Motorradhaus Nordkette | Innsbruck | 6020 | bmw-motorrad bmw | 47.269 | 11.404 | 14600 | 2000
NL | Autobedrijf Grachtengordel | Amsterdam | 1016 | bmw mini rolls-royce | 52.373 | 4.890 | 13900 | 2300
NL | Autobedrijf Maashaven | Rotterdam | 3011 | bmw mini | 51.924 | 4.478 | 12900 | 2200
NL | Autobedrijf Domplein | Utrecht | 3511 | bmw mini | 52.091 | 5.122 | 12700 | 2100
NL | Autobedrijf Lichtstad | Eindhoven | 5611 | bmw | 51.441 | 5.470 | 12200 | 2100
NL | Motoren Martinitoren | Groningen | 9711 | bmw-motorrad | 53.219 | 6.567 | 10900 | 1900
GB | Thames Yard Motors | London | SW1A | bmw mini rolls-royce | 51.507 | -0.128 | 19900 | 2400
GB | Clyde Street Motors | Glasgow | G1 | bmw mini | 55.864 | -4.252 | 15900 | 2200
GB | Mersey Gate Motors | Liverpool | L1 | bmw mini | 53.408 | -2.991 | 15200 | 2200
GB | Northern Quarter Motors | Manchester | M1 | bmw rolls-royce | 53.481 | -2.242 | 16400 | 2300
GB | Severn Bridge Motorcycles | Bristol | BS1 | bmw-motorrad mini | 51.454 | -2.588 | 13900 | 2000
US | Hudson Yard Motors | New York | 10001 | bmw mini rolls-royce | 40.751 | -73.997 | 24900 | 2500
US | Pacific Crest Motors | Los Angeles | 90015 | bmw rolls-royce | 34.043 | -118.267 | 23900 | 2400
US | Lakeshore Motors | Chicago | 60611 | bmw mini | 41.893 | -87.617 | 20900 | 2300
US | Bayou City Motors | Houston | 77002 | bmw mini | 29.756 | -95.365 | 18900 | 2200
US | Front Range Motorcycles | Denver | 80202 | bmw-motorrad | 39.753 | -104.999 | 16900 | 2000
US | Piedmont Motors | Greenville | 29601 | bmw bmw-motorrad | 34.852 | -82.394 | 17400 | 2100
JP | Sakura Dori Motors | Tokyo | 1000005 | bmw mini rolls-royce | 35.681 | 139.767 | 14500 | 2300
JP | Midosuji Motors | Osaka | 5410054 | bmw mini | 34.682 | 135.500 | 13200 | 2200
JP | Minato Motors | Yokohama | 2200012 | bmw mini | 35.457 | 139.632 | 13500 | 2200
JP | Nakasu Motors | Fukuoka | 8100801 | bmw | 33.594 | 130.405 | 12200 | 2100
JP | Odori Motorcycles | Sapporo | 0600042 | bmw-motorrad | 43.061 | 141.354 | 11200 | 1900
CH | Garage Limmatquai | Zürich | 8001 | bmw mini rolls-royce | 47.372 | 8.542 | 19500 | 2400
CH | Garage du Léman | Genève | 1201 | bmw mini rolls-royce | 46.210 | 6.143 | 18900 | 2300
CH | Garage Münsterplatz | Basel | 4001 | bmw mini | 47.557 | 7.591 | 17900 | 2200
CH | Garage Bundesplatz | Bern | 3011 | bmw | 46.948 | 7.447 | 17400 | 2200
CH | Moto Ceresio | Lugano | 6900 | bmw-motorrad | 46.004 | 8.951 | 15400 | 2000
`;

export function buildDealers(): readonly DealerRow[] {
  const counts = new Map<string, number>();
  return parseTextTable(
    ['market', 'name', 'city', 'postalCode', 'brands', 'latitude', 'longitude', 'rate', 'discount'],
    DEALERS,
  ).map((row) => {
    const number = (counts.get(row.market) ?? 0) + 1;
    counts.set(row.market, number);
    return {
      id: `D-${row.market}-${String(number).padStart(3, '0')}`,
      market: row.market as MarketId,
      name: row.name,
      city: row.city,
      postalCode: row.postalCode,
      brands: row.brands.split(' ') as BrandId[],
      latitude: Number(row.latitude),
      longitude: Number(row.longitude),
      labourRateMinor: Number(row.rate),
      labourUnitsPerHour: 12,
      partsDiscountBasisPoints: Number(row.discount),
      ...SYNTHETIC,
    };
  });
}
