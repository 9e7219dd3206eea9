// Options that are made up, so that a configurator page of each brand is whole.

/** Cells: code, family, brands, fuels, net price in EUR, mass in kg, English name, German name. */
export const OWN_OPTIONS = `
X10 | TRANSPORT | bmw mini | PETROL DIESEL PLUG_IN_HYBRID | 920 | 20 | Tow bar, swivelling | Anhängerkupplung, schwenkbar
X11 | TRANSPORT | bmw mini rolls-royce | | 120 | 2 | Luggage net and lashing eyes | Gepäcknetz und Zurrösen
X12 | TRANSPORT | bmw mini rolls-royce | | 190 | 5 | Reversible load floor mat | Wendematte für den Gepäckraum
X13 | TRANSPORT | bmw mini | | 60 | 1 | First-aid kit and warning triangle | Verbandskasten und Warndreieck
X20 | SEATS | bmw mini | | 2900 | -8 | Carbon bucket seats | Carbon-Schalensitze
X21 | COMFORT | bmw rolls-royce | | 740 | 4 | Seat ventilation, front | Sitzbelüftung vorn
X22 | COMFORT | bmw rolls-royce | | 980 | 6 | Massage function, front | Massagefunktion vorn
X23 | COMFORT | bmw mini rolls-royce | | 310 | 1 | Soft-close doors | Soft-Close-Automatik
X24 | COMFORT | bmw mini | | 150 | 0 | Heated washer jets | Beheizte Scheibenwaschdüsen
X25 | COMFORT | bmw mini rolls-royce | PETROL DIESEL | 1290 | 9 | Auxiliary heating | Standheizung
X30 | HEADLIGHTS | bmw mini rolls-royce | | 1150 | 2 | Matrix LED headlights | Matrix-LED-Scheinwerfer
X31 | EXTERIOR | bmw mini | | 180 | 0 | Deletion of model badge | Entfall des Modellschriftzugs
X32 | EXTERIOR | bmw mini rolls-royce | | 390 | 1 | Illuminated grille | Beleuchteter Grill
X33 | EXTERIOR | bmw mini | | 690 | -2 | Carbon mirror caps | Außenspiegelkappen in Carbon
X34 | EXTERIOR | bmw mini rolls-royce | | 890 | 3 | Paint protection film, front | Lackschutzfolie vorn
X35 | EXTERIOR | bmw mini | | 520 | 2 | Rear spoiler in body colour | Heckspoiler in Wagenfarbe
X36 | EXTERIOR | bmw mini rolls-royce | | 240 | 0 | Heat-insulating glazing | Wärmeschutzverglasung
X40 | BRAKES | bmw mini | | 690 | 4 | Sport brakes, red | Sportbremse, rot
X41 | BRAKES | bmw | | 760 | 4 | Sport brakes, blue | Sportbremse, blau
X42 | BRAKES | bmw rolls-royce | | 6900 | -12 | Carbon ceramic brakes | Carbon-Keramik-Bremse
X43 | SUSPENSION | bmw mini | | 980 | 6 | Adaptive suspension | Adaptives Fahrwerk
X44 | SUSPENSION | bmw rolls-royce | | 1650 | 14 | Air suspension, both axles | Zwei-Achs-Luftfederung
X45 | ASSISTANCE | bmw | | 1150 | 9 | Integral active steering | Integral-Aktivlenkung
X46 | STEERING_WHEEL | bmw mini | | 240 | 0 | Sports steering wheel, Alcantara | Sportlenkrad in Alcantara
X47 | STEERING_WHEEL | bmw mini | | 160 | 0 | Multifunction steering wheel | Multifunktionslenkrad
X50 | AUDIO | bmw mini rolls-royce | | 3400 | 9 | Surround sound system | Surround-Sound-System
X51 | CLIMATE | bmw mini rolls-royce | | 690 | 3 | Four-zone air conditioning | Vier-Zonen-Klimaautomatik
X52 | CONNECTIVITY | bmw mini rolls-royce | | 420 | 0 | Wireless charging tray | Ablage mit kabellosem Laden
X53 | CONNECTIVITY | bmw mini rolls-royce | | 350 | 0 | 5G telephony | Telefonie mit 5G
X54 | CONNECTIVITY | bmw mini rolls-royce | | 2400 | 8 | Rear-seat entertainment | Fond-Entertainment
X55 | ASSISTANCE | bmw mini rolls-royce | | 1450 | 2 | Driving assistant | Fahrassistent
X56 | ASSISTANCE | bmw mini rolls-royce | | 2450 | 3 | Driving assistant plus | Fahrassistent Plus
X57 | ASSISTANCE | bmw mini rolls-royce | | 520 | 1 | Reversing camera | Rückfahrkamera
X58 | ASSISTANCE | bmw mini rolls-royce | | 790 | 2 | Surround-view cameras | Rundumkameras
X59 | ASSISTANCE | bmw mini rolls-royce | | 390 | 1 | Parking assistant | Parkassistent
X60 | ASSISTANCE | bmw rolls-royce | | 2100 | 3 | Night vision | Nachtsicht
X61 | SAFETY | bmw mini rolls-royce | | 190 | 1 | Dash camera | Unfallkamera
X62 | SAFETY | bmw mini | | 90 | 1 | Child seat anchor, front passenger | Kindersitzbefestigung Beifahrer
X63 | INTERIOR | bmw mini rolls-royce | | 310 | 1 | Fragrance and air ionisation | Beduftung und Ionisation
X64 | INTERIOR | bmw mini | | 480 | 1 | Instrument panel in leatherette | Armaturentafel in Lederoptik
X65 | INTERIOR | bmw mini | | 120 | 2 | All-weather floor mats | Allwetter-Fußmatten
X66 | INTERIOR | bmw mini rolls-royce | | 260 | 0 | Illuminated door sills | Beleuchtete Einstiegsleisten
X67 | TRIM | bmw mini | | 390 | 0 | Interior trim, carbon | Interieurleiste Carbon
X68 | TRIM | bmw mini rolls-royce | | 340 | 1 | Interior trim, open-pored oak | Interieurleiste Eiche offenporig
X69 | TRIM | bmw mini | | 120 | 0 | Interior trim, black high gloss | Interieurleiste Hochglanz Schwarz
X70 | CHARGING | bmw mini rolls-royce | ELECTRIC PLUG_IN_HYBRID | 240 | 3 | Public charging cable | Kabel für öffentliches Laden
X71 | CHARGING | bmw mini rolls-royce | ELECTRIC PLUG_IN_HYBRID | 790 | 0 | Wallbox, 11 kW | Wallbox, 11 kW
X72 | CHARGING | bmw mini rolls-royce | ELECTRIC PLUG_IN_HYBRID | 280 | 3 | Flexible fast charger | Flexibles Schnellladekabel
X73 | CHARGING | bmw mini rolls-royce | ELECTRIC | 990 | 2 | AC charging, 22 kW | AC-Laden, 22 kW
X74 | COMFORT | bmw mini | ELECTRIC | 690 | 6 | Heat pump | Wärmepumpe
X75 | SAFETY | bmw mini rolls-royce | ELECTRIC PLUG_IN_HYBRID | 0 | 0 | Acoustic pedestrian warning | Akustischer Fußgängerschutz
X76 | EXTERIOR | mini | | 180 | 0 | Roof in contrast colour, black | Dach in Kontrastfarbe Schwarz
X77 | EXTERIOR | mini | | 180 | 0 | Roof in contrast colour, white | Dach in Kontrastfarbe Weiß
X78 | EXTERIOR | mini | | 110 | 0 | Bonnet stripes, black | Motorhaubenstreifen Schwarz
X79 | EXTERIOR | mini | | 110 | 0 | Bonnet stripes, white | Motorhaubenstreifen Weiß
X80 | INTERIOR | mini | | 220 | 0 | Projected welcome light | Projiziertes Begrüßungslicht
X81 | ROOF | rolls-royce | | 4900 | 18 | Glass roof | Glasdach
X82 | ROOF | rolls-royce | | 12500 | 8 | Starlight headliner | Sternenhimmel
X83 | EXTERIOR | rolls-royce | | 3900 | 1 | Illuminated mascot | Beleuchtete Kühlerfigur
X84 | EXTERIOR | rolls-royce | | 1900 | 0 | Single coachline, hand-painted | Zierlinie, handgemalt
X85 | EXTERIOR | rolls-royce | | 2900 | 0 | Twin coachline, hand-painted | Doppelte Zierlinie, handgemalt
X86 | INTERIOR | rolls-royce | | 2400 | 9 | Lambswool floor mats | Fußmatten aus Lammwolle
X87 | INTERIOR | rolls-royce | | 3200 | 2 | Monogrammed headrests | Monogramm in den Kopfstützen
X88 | INTERIOR | rolls-royce | | 5400 | 7 | Picnic tables in veneer | Picknicktische in Furnier
X89 | INTERIOR | rolls-royce | | 1700 | 1 | Umbrellas in the doors | Regenschirme in den Türen
X90 | COMFORT | rolls-royce | | 6200 | 14 | Rear cool box with flutes | Kühlfach im Fond mit Kelchen
X91 | SEATS | rolls-royce | | 7900 | 22 | Individual rear seats | Einzelsitze im Fond
X92 | SEATS | rolls-royce | | 3900 | 10 | Lounge rear bench | Lounge-Rückbank
X93 | STEERING_WHEEL | rolls-royce | | 900 | 0 | Two-tone steering wheel | Zweifarbiges Lenkrad
X94 | TRIM | rolls-royce | | 4200 | 2 | Interior trim, piano veneer | Interieurleiste Klavierlack
X95 | TRIM | rolls-royce | | 5100 | 2 | Interior trim, walnut burr | Interieurleiste Nussbaum-Maser
X96 | TRANSPORT | rolls-royce | | 3300 | 12 | Tailored luggage set | Maßgefertigtes Gepäckset
X97 | COMFORT | rolls-royce | | 2600 | 5 | Privacy curtains | Sichtschutzvorhänge
X98 | INTERIOR | rolls-royce | | 2100 | 0 | Bespoke clock face | Individuelles Uhrzifferblatt
X99 | COMFORT | rolls-royce | | 1200 | 1 | Heated armrests | Beheizte Armlehnen
Y10 | RIDING | bmw-motorrad | | 390 | 0 | Riding modes Pro | Fahrmodi Pro
Y11 | RIDING | bmw-motorrad | PETROL | 430 | 1 | Quick shifter | Schaltassistent
Y12 | RIDING | bmw-motorrad | | 350 | 0 | Cruise control | Tempomat
Y13 | RIDING | bmw-motorrad | | 290 | 0 | Cornering light | Kurvenlicht
Y14 | RIDING | bmw-motorrad | | 210 | 0 | Tyre pressure control | Reifendruck-Control
Y15 | RIDING | bmw-motorrad | | 0 | 1 | Anti-lock brakes | ABS
Y16 | COMFORT | bmw-motorrad | | 230 | 1 | Heated grips | Heizgriffe
Y17 | COMFORT | bmw-motorrad | | 190 | 1 | Comfort rider seat heating | Sitzheizung Fahrer
Y18 | COMFORT | bmw-motorrad | | 260 | 0 | Keyless ride | Keyless Ride
Y19 | CONNECTIVITY | bmw-motorrad | | 480 | 1 | TFT display with navigation | TFT-Display mit Navigation
Y20 | SAFETY | bmw-motorrad | | 320 | 1 | Emergency call | Notruf
Y21 | SAFETY | bmw-motorrad | | 260 | 1 | Alarm system, motorcycle | Diebstahlwarnanlage Motorrad
Y22 | EXTERIOR | bmw-motorrad | PETROL | 890 | -2 | Sports silencer | Sportschalldämpfer
Y23 | EXTERIOR | bmw-motorrad | | 180 | 2 | Engine guard | Motorschutzbügel
Y24 | EXTERIOR | bmw-motorrad | | 150 | 1 | Hand protectors | Handprotektoren
Y25 | EXTERIOR | bmw-motorrad | | 260 | 2 | High windscreen | Windschild, hoch
Y26 | LUGGAGE | bmw-motorrad | | 390 | 6 | Pannier carriers | Kofferhalter
Y27 | LUGGAGE | bmw-motorrad | | 780 | 9 | Aluminium panniers | Aluminiumkoffer
Y28 | LUGGAGE | bmw-motorrad | | 420 | 5 | Top case | Topcase
Y29 | LUGGAGE | bmw-motorrad | | 190 | 1 | Tank bag | Tankrucksack
Y30 | SUSPENSION | bmw-motorrad | | 850 | 2 | Dynamic suspension | Dynamisches Fahrwerk
Y31 | SUSPENSION | bmw-motorrad | | 190 | 0 | Lowered suspension | Tieferlegung
Y32 | CHARGING | bmw-motorrad | ELECTRIC | 290 | 2 | Quick charger | Schnellladegerät
`;

/** Cells: code, brands, family, net price in EUR, members, English name, German name. */
export const PACKAGES = `
337 | bmw | PACKAGES | 2900 | 710 715 775 | M Sport Package | M Sportpaket
7RP | bmw | PACKAGES | 1900 | 508 494 319 | Advantage package | Advantage Paket
Z01 | bmw mini | PACKAGES | 1250 | 248 494 X24 | Winter package | Winterpaket
Z02 | bmw mini rolls-royce | PACKAGES | 1390 | X57 X59 508 | Parking package | Parkpaket
Z03 | bmw mini rolls-royce | PACKAGES | 2900 | X56 8TH 5AD | Assistance package | Assistenzpaket
Z04 | bmw mini | PACKAGES | 1150 | 322 316 | Comfort access package | Komfortzugangspaket
Z05 | bmw mini | PACKAGES | 2200 | 609 610 6UH | Navigation package | Navigationspaket
Z06 | bmw mini | PACKAGES | 390 | 563 4UR X66 | Ambience package | Ambientepaket
Z07 | bmw mini | PACKAGES | 420 | 464 465 X11 | Variable load package | Variables Ladepaket
Z08 | bmw | PACKAGES | 1100 | 760 X33 | Dark exterior package | Dunkles Exterieurpaket
Z09 | bmw mini rolls-royce | PACKAGES | 480 | X70 X72 | Charging package | Ladepaket
Z10 | rolls-royce | PACKAGES | 9800 | X21 X22 X99 | Rear serenity package | Ruhepaket
Z11 | rolls-royce | PACKAGES | 7400 | X87 X98 X86 | Bespoke interior package | Individualpaket Interieur
Z12 | bmw-motorrad | PACKAGES | 690 | Y12 Y16 Y18 | Comfort package, motorcycle | Komfortpaket Motorrad
Z13 | bmw-motorrad | PACKAGES | 790 | Y10 Y13 Y14 | Dynamic package, motorcycle | Dynamikpaket Motorrad
Z14 | bmw-motorrad | PACKAGES | 990 | Y26 Y27 | Touring package, motorcycle | Touringpaket Motorrad
L01 | bmw | LINE | 1500 | 4B9 563 | Advantage line | Advantage Linie
L02 | bmw | LINE | 2400 | 438 4UR 488 | Luxury line | Luxury Line
L03 | bmw | LINE | 3900 | 704 710 715 775 | M Sport line | M Sport Linie
L04 | bmw | LINE | 6500 | 710 715 760 X41 | M Sport Pro line | M Sport Pro Linie
L05 | mini | LINE | 1600 | X47 563 | Classic trim | Classic Trim
L06 | mini | LINE | 2900 | X69 4UR 488 | Favoured trim | Favoured Trim
L07 | mini | LINE | 4200 | 481 X46 X40 | John Cooper Works trim | John Cooper Works Trim
L08 | rolls-royce | LINE | 32000 | X32 X93 | Black Badge | Black Badge
L09 | bmw-motorrad | LINE | 900 | Y23 Y24 | Trophy style | Style Trophy
L10 | bmw-motorrad | LINE | 1200 | Y25 | Exclusive style | Style Exclusive
`;
