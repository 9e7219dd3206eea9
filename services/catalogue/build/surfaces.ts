// Paints, upholsteries and wheels of each brand: made up, but for two wheels whose SA codes are sourced.

/** Cells: code, brand, net price in EUR, colour, finish, English name, German name. */
export const PAINTS = `
P0300 | bmw | 0 | #f2f3f1 | SOLID | Alpine white | Alpinweiß
P0668 | bmw | 0 | #0b0b0c | SOLID | Jet black | Schwarz
P0475 | bmw | 750 | #15181c | METALLIC | Sapphire black | Saphirschwarz
P0A96 | bmw | 750 | #e4e4e0 | METALLIC | Mineral white | Mineralweiß
P0B39 | bmw | 750 | #5f6467 | METALLIC | Mineral grey | Mineralgrau
P0C31 | bmw | 750 | #1e4f9c | METALLIC | Harbour blue | Hafenblau
P0C36 | bmw | 750 | #4b4f52 | METALLIC | Slate grey | Schiefergrau
P0C4P | bmw | 750 | #8b9094 | METALLIC | Borough grey | Stadtgrau
P0C3G | bmw | 750 | #8f1d22 | METALLIC | Ember red | Glutrot
P0C4G | bmw | 950 | #1f5b3a | METALLIC | Island green | Inselgrün
P0C3Z | bmw | 1350 | #22305c | INDIVIDUAL | Gemstone blue | Edelsteinblau
P0C57 | bmw | 1350 | #5c1620 | INDIVIDUAL | Garnet red | Granatrot
P0490 | bmw | 2600 | #3f4246 | INDIVIDUAL | Frozen dark grey | Frozen Dunkelgrau
P0P7H | bmw | 2600 | #7c8388 | INDIVIDUAL | Frozen pure grey | Frozen Grau
P0B01 | mini | 0 | #f0efe9 | SOLID | Nordic white | Nordisch Weiß
P0B02 | mini | 0 | #b3202a | SOLID | Pepper red | Paprikarot
P0B03 | mini | 450 | #111214 | METALLIC | Night black | Nachtschwarz
P0B04 | mini | 450 | #7b8288 | METALLIC | Moon grey | Mondgrau
P0B05 | mini | 450 | #33373b | METALLIC | Thunder grey | Gewittergrau
P0B06 | mini | 450 | #0f3d2e | METALLIC | Racing green | Renngrün
P0B07 | mini | 450 | #1d3f8c | METALLIC | Star blue | Sternblau
P0B08 | mini | 450 | #4f93c4 | METALLIC | Island blue | Inselblau
P0B09 | mini | 450 | #d4d6d6 | METALLIC | Crystal silver | Kristallsilber
P0B10 | mini | 450 | #7e1e22 | METALLIC | Chili red | Chilirot
P0B11 | mini | 450 | #d7c23a | METALLIC | Lemon yellow | Zitronengelb
P0B12 | mini | 650 | #5a6f5c | METALLIC | Sage green | Salbeigrün
P0B13 | mini | 850 | #2c2f55 | INDIVIDUAL | Enigmatic indigo | Indigo
P0B14 | mini | 850 | #a0653c | INDIVIDUAL | Copper | Kupfer
P0R01 | rolls-royce | 0 | #ecebe6 | SOLID | Arctic white | Arktisweiß
P0R02 | rolls-royce | 0 | #0a0a0b | SOLID | Diamond black | Diamantschwarz
P0R03 | rolls-royce | 0 | #1d2440 | METALLIC | Midnight sapphire | Mitternachtssaphir
P0R04 | rolls-royce | 0 | #c9cacb | METALLIC | Silver | Silber
P0R05 | rolls-royce | 0 | #3b3d40 | METALLIC | Anthracite | Anthrazit
P0R06 | rolls-royce | 4900 | #5a1020 | METALLIC | Madeira red | Madeirarot
P0R07 | rolls-royce | 4900 | #113b30 | METALLIC | Forest green | Waldgrün
P0R08 | rolls-royce | 4900 | #56493d | METALLIC | Bohemian bronze | Böhmische Bronze
P0R09 | rolls-royce | 7900 | #a3b7c7 | INDIVIDUAL | Ice blue | Eisblau
P0R10 | rolls-royce | 7900 | #cfb997 | INDIVIDUAL | Champagne | Champagner
P0R11 | rolls-royce | 7900 | #e0a12e | INDIVIDUAL | Saffron | Safran
P0R12 | rolls-royce | 7900 | #6b4d8c | INDIVIDUAL | Twilight purple | Dämmerungsviolett
P0R13 | rolls-royce | 12900 | #b96a38 | INDIVIDUAL | Two-tone copper over black | Zweifarbig Kupfer über Schwarz
P0R14 | rolls-royce | 12900 | #8ea2b0 | INDIVIDUAL | Two-tone silver over blue | Zweifarbig Silber über Blau
P0M01 | bmw-motorrad | 0 | #1b1d1f | SOLID | Black storm | Sturmschwarz
P0M02 | bmw-motorrad | 0 | #ecedec | SOLID | Light white | Lichtweiß
P0M03 | bmw-motorrad | 290 | #b2252b | METALLIC | Racing red | Rennrot
P0M04 | bmw-motorrad | 290 | #2a4f8d | METALLIC | Racing blue | Rennblau
P0M05 | bmw-motorrad | 290 | #6d7275 | METALLIC | Granite grey | Granitgrau
P0M06 | bmw-motorrad | 590 | #355143 | INDIVIDUAL | Option 719 green | Option 719 Grün
`;

/** Cells: code, brand, net price in EUR, material, English name, German name. */
export const UPHOLSTERIES = `
U0AT | bmw | 0 | cloth | Cloth, anthracite | Stoff, Anthrazit
U0BT | bmw | 0 | cloth | Cloth, grey | Stoff, Grau
USSW | bmw | 290 | leatherette | Leatherette, black | Kunstleder, Schwarz
USMU | bmw | 290 | leatherette | Leatherette, mocha | Kunstleder, Mokka
USOY | bmw | 290 | leatherette | Leatherette, oyster | Kunstleder, Oyster
UAKS | bmw | 560 | cloth-alcantara | Cloth and Alcantara, black | Stoff und Alcantara, Schwarz
ULSW | bmw | 1590 | leather | Leather, black | Leder, Schwarz
ULCO | bmw | 1590 | leather | Leather, cognac | Leder, Cognac
ULIV | bmw | 1590 | leather | Leather, ivory | Leder, Elfenbein
ULTR | bmw | 1590 | leather | Leather, red | Leder, Rot
UMSW | bmw | 3100 | merino | Merino leather, black | Merinoleder, Schwarz
UMTA | bmw | 3100 | merino | Merino leather, tartufo | Merinoleder, Tartufo
UM01 | mini | 0 | cloth | Cloth, carbon black | Stoff, Carbonschwarz
UM02 | mini | 0 | cloth | Cloth, light grey | Stoff, Hellgrau
UM03 | mini | 190 | cloth | Cloth, houndstooth | Stoff, Hahnentritt
UM04 | mini | 390 | leatherette | Leatherette, black | Kunstleder, Schwarz
UM05 | mini | 390 | leatherette | Leatherette, beige | Kunstleder, Beige
UM06 | mini | 390 | leatherette | Leatherette, dark petrol | Kunstleder, Petrol
UM07 | mini | 690 | cloth-leatherette | Cloth and leatherette, black | Stoff und Kunstleder, Schwarz
UM08 | mini | 690 | cloth-leatherette | Cloth and leatherette, blue | Stoff und Kunstleder, Blau
UM09 | mini | 1190 | leather | Leather, chesterfield brown | Leder, Chesterfieldbraun
UM10 | mini | 1190 | leather | Leather, carbon black | Leder, Carbonschwarz
UM11 | mini | 1190 | leather | Leather, satellite grey | Leder, Satellitengrau
UM12 | mini | 1490 | leather-dinamica | Leather and microfibre, red seam | Leder und Mikrofaser, rote Naht
UR01 | rolls-royce | 0 | leather | Leather, black | Leder, Schwarz
UR02 | rolls-royce | 0 | leather | Leather, arctic white | Leder, Arktisweiß
UR03 | rolls-royce | 0 | leather | Leather, seashell | Leder, Muschel
UR04 | rolls-royce | 0 | leather | Leather, tan | Leder, Hellbraun
UR05 | rolls-royce | 0 | leather | Leather, navy | Leder, Marine
UR06 | rolls-royce | 2400 | leather | Leather, mugello red | Leder, Rot
UR07 | rolls-royce | 2400 | leather | Leather, mandarin | Leder, Mandarin
UR08 | rolls-royce | 2400 | leather | Leather, forest green | Leder, Waldgrün
UR09 | rolls-royce | 2400 | leather | Leather, dark spice | Leder, Gewürzbraun
UR10 | rolls-royce | 4800 | two-tone | Two-tone leather, black and white | Leder zweifarbig, Schwarz und Weiß
UR11 | rolls-royce | 4800 | two-tone | Two-tone leather, navy and tan | Leder zweifarbig, Marine und Hellbraun
UR12 | rolls-royce | 6900 | textile | Woven textile, duality | Gewebtes Textil
UB01 | bmw-motorrad | 0 | seat | Standard seat | Sitzbank Standard
UB02 | bmw-motorrad | 0 | seat | Low seat | Sitzbank niedrig
UB03 | bmw-motorrad | 190 | seat | Comfort seat | Komfortsitzbank
`;

/** Cells: code, brand, wheel class of the series, net price in EUR, inches, mass in kg, English, German name. */
export const WHEELS = `
1W1 | bmw | S | 0 | 16 | 0 | Double-spoke, 16 inch | Doppelspeiche, 16 Zoll
1W2 | bmw | S M | 290 | 17 | 2 | V-spoke, 17 inch | V-Speiche, 17 Zoll
2K1 | bmw | S M | 390 | 17 | 2 | V-spoke 236, 17 inch | Lm raeder v-speiche 236
1W3 | bmw | S M | 340 | 17 | 3 | Aerodynamic, 17 inch | Aerodynamikrad, 17 Zoll
1W4 | bmw | S M L | 690 | 18 | 5 | Double-spoke, 18 inch | Doppelspeiche, 18 Zoll
1W5 | bmw | S M L | 740 | 18 | 5 | Y-spoke, 18 inch | Y-Speiche, 18 Zoll
2NP | bmw | S M L | 890 | 18 | 6 | M double-spoke 135 with run-flat tyres, 18 inch | M lm r. doppelspeiche 135 m notlauf
1W6 | bmw | S M L | 820 | 18 | 4 | Star-spoke, 18 inch | Sternspeiche, 18 Zoll
1W7 | bmw | S M L | 1290 | 19 | 8 | Double-spoke, 19 inch | Doppelspeiche, 19 Zoll
1W8 | bmw | S M L | 1390 | 19 | 8 | Y-spoke bicolour, 19 inch | Y-Speiche Bicolor, 19 Zoll
1W9 | bmw | S M L | 1450 | 19 | 7 | Aerodynamic bicolour, 19 inch | Aerodynamikrad Bicolor, 19 Zoll
1WA | bmw | S M | 1490 | 19 | 8 | V-spoke black, 19 inch | V-Speiche Schwarz, 19 Zoll
1WB | bmw | M L | 1950 | 20 | 11 | Double-spoke, 20 inch | Doppelspeiche, 20 Zoll
1WC | bmw | L | 2050 | 20 | 11 | Multi-spoke, 20 inch | Vielspeiche, 20 Zoll
1WD | bmw | L | 2450 | 21 | 14 | Star-spoke, 21 inch | Sternspeiche, 21 Zoll
1WE | bmw | L | 2650 | 21 | 14 | Aerodynamic, 21 inch | Aerodynamikrad, 21 Zoll
1WF | bmw | L | 3350 | 22 | 17 | Double-spoke, 22 inch | Doppelspeiche, 22 Zoll
1N1 | mini | S | 0 | 15 | 0 | Heli spoke, 15 inch | Heli Spoke, 15 Zoll
1N2 | mini | S | 0 | 16 | 1 | Loop spoke, 16 inch | Loop Spoke, 16 Zoll
1N3 | mini | S | 310 | 16 | 1 | Victory spoke, 16 inch | Victory Spoke, 16 Zoll
1N4 | mini | S | 340 | 16 | 1 | Revolite spoke, 16 inch | Revolite Spoke, 16 Zoll
1N5 | mini | S | 690 | 17 | 3 | Tentacle spoke, 17 inch | Tentacle Spoke, 17 Zoll
1N6 | mini | S | 690 | 17 | 3 | Track spoke, 17 inch | Track Spoke, 17 Zoll
1N7 | mini | S | 720 | 17 | 3 | Cosmos spoke, 17 inch | Cosmos Spoke, 17 Zoll
1N8 | mini | S | 720 | 17 | 3 | Scissor spoke, 17 inch | Scissor Spoke, 17 Zoll
1N9 | mini | S | 1190 | 18 | 5 | Pulse spoke, 18 inch | Pulse Spoke, 18 Zoll
1NA | mini | S | 1190 | 18 | 5 | Cup spoke, 18 inch | Cup Spoke, 18 Zoll
1NB | mini | S | 1290 | 18 | 5 | Grip spoke, 18 inch | Grip Spoke, 18 Zoll
1NC | mini | S | 1490 | 19 | 7 | Circuit spoke, 19 inch | Circuit Spoke, 19 Zoll
1R1 | rolls-royce | L | 0 | 20 | 0 | Seven-spoke, 20 inch | Sieben Speichen, 20 Zoll
1R2 | rolls-royce | L | 0 | 21 | 2 | Ten-spoke, 21 inch | Zehn Speichen, 21 Zoll
1R3 | rolls-royce | L | 2900 | 21 | 2 | Seven-spoke part polished, 21 inch | Sieben Speichen teilpoliert, 21 Zoll
1R4 | rolls-royce | L | 2900 | 21 | 2 | Twin-spoke, 21 inch | Doppelspeiche, 21 Zoll
1R5 | rolls-royce | L | 3900 | 21 | 2 | Ten-spoke polished, 21 inch | Zehn Speichen poliert, 21 Zoll
1R6 | rolls-royce | L | 4900 | 22 | 5 | Five-spoke, 22 inch | Fünf Speichen, 22 Zoll
1R7 | rolls-royce | L | 4900 | 22 | 5 | Seven-spoke, 22 inch | Sieben Speichen, 22 Zoll
1R8 | rolls-royce | L | 5900 | 22 | 5 | Seven-spoke polished, 22 inch | Sieben Speichen poliert, 22 Zoll
1R9 | rolls-royce | L | 5900 | 22 | 5 | Nine-spoke, 22 inch | Neun Speichen, 22 Zoll
1RA | rolls-royce | L | 6900 | 22 | 3 | Composite, 22 inch | Verbundrad, 22 Zoll
1RB | rolls-royce | L | 7900 | 23 | 8 | Aero two-tone, 23 inch | Aero zweifarbig, 23 Zoll
1RC | rolls-royce | L | 8900 | 23 | 8 | Forged, 23 inch | Schmiederad, 23 Zoll
1M1 | bmw-motorrad | S | 0 | 17 | 0 | Cast wheels | Gussräder
1M2 | bmw-motorrad | S | 490 | 17 | 1 | Cross-spoke wheels | Kreuzspeichenräder
1M3 | bmw-motorrad | S | 1290 | 17 | -2 | Forged wheels | Schmiederäder
`;
