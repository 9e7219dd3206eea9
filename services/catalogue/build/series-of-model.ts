// Which series a model belongs to, from how ADEME, the EPA and Open EV Data describe it.

type SeriesRule = readonly [pattern: RegExp, series: string];

const EUROPE: readonly SeriesRule[] = [
  [/\((F\d\d)\)/, '$1'],
  [/^M3 /, 'G80'],
  [/^M4 .*Cabriolet/, 'G83'],
  [/^M4 /, 'G82'],
  [/^M5 /, 'F90'],
  [/^M8 .*Cabriolet/, 'F91'],
  [/^M8 .*Gran Coup/, 'F93'],
  [/^M8 /, 'F92'],
  [/^(M135i|128ti|1\d\d[di])/, 'F40'],
  [/^M?2\d\d.*Active Tourer/, 'U06'],
  [/^M?2\d\d.*Gran Coup/, 'F44'],
  [/^M?2\d\d.*Coup/, 'G42'],
  [/^M?3\d\d.*Touring/, 'G21'],
  [/^M?3\d\d/, 'G20'],
  [/^M?4\d\d.*Cabriolet/, 'G23'],
  [/^M?4\d\d.*Gran Coup/, 'G26'],
  [/^M?4\d\d.*Coup/, 'G22'],
  [/^i4/, 'G26'],
  [/^M?5\d\d.*Touring/, 'G31'],
  [/^M?5\d\d/, 'G30'],
  [/^i5/, 'G60'],
  [/^i7/, 'G70'],
  [/^M?8\d\d.*Cabriolet/, 'G14'],
  [/^M?8\d\d.*Gran Coup/, 'G16'],
  [/^M?8\d\d.*Coup/, 'G15'],
  [/^iX1/, 'U11'],
  [/^iX2/, 'U10'],
  [/^iX3/, 'G08'],
  [/^iX/, 'I20'],
  [/^X1/, 'U11'],
  [/^X2/, 'F39'],
  [/^X3 M Comp/, 'F97'],
  [/^X3/, 'G01'],
  [/^X4 M Comp/, 'F98'],
  [/^X4/, 'G02'],
  [/^X5/, 'G05'],
  [/^X6/, 'G06'],
  [/^Z4/, 'G29'],
  [/^MINI Countryman/, 'U25'],
  [/^MINI Cooper SE$/, 'J01'],
  [/^CULLINAN/i, 'RR31'],
  [/^DAWN/i, 'RR6'],
  [/^Spectre/, 'RR25'],
];

const UNITED_STATES: readonly SeriesRule[] = [
  [/^2024 (M2|2)\d\di .*Gran Coupe|^2024 M235i/, 'F44'],
  [/^\d+ M?2\d\d .*Gran Coupe/, 'F74'],
  [/^\d+ M?2\d\di .*Coupe/, 'G42'],
  [/^\d+ M2 /, 'G87'],
  [/^\d+ M3 /, 'G80'],
  [/^\d+ M?3\d\d.*Sedan/, 'G20'],
  [/^\d+ M4 .*Convertible/, 'G83'],
  [/^\d+ M4 /, 'G82'],
  [/^\d+ M?4\d\di .*Convertible/, 'G23'],
  [/^\d+ M?4\d\di .*Gran Coupe/, 'G26'],
  [/^\d+ M?4\d\di .*Coupe/, 'G22'],
  [/^\d+ i4/, 'G26'],
  [/^\d+ M5 Sedan/, 'G90'],
  [/^\d+ M5 Touring/, 'G99'],
  [/^\d+ (5\d\d|i5)/, 'G60'],
  [/^\d+ (7\d\d|i7)/, 'G70'],
  [/^\d+ M8 .*Convertible/, 'F91'],
  [/^\d+ M8 .*Gran Coupe/, 'F93'],
  [/^\d+ M8 /, 'F92'],
  [/^\d+ M?8\d\di .*Convertible/, 'G14'],
  [/^\d+ (M?8\d\di|Alpina B8) .*Gran Coupe|^\d+ Alpina B8/, 'G16'],
  [/^\d+ M?8\d\di .*Coupe/, 'G15'],
  [/^\d+ Alpina XB7/, 'G07'],
  [/^\d+ X1/, 'U11'],
  [/^\d+ X2/, 'U10'],
  [/^\d+ X3 M( Competition)?$/, 'F97'],
  [/^2024 X3/, 'G01'],
  [/^\d+ X3/, 'G45'],
  [/^\d+ X4 M( Competition)?$/, 'F98'],
  [/^\d+ X4/, 'G02'],
  [/^\d+ X5 M Competition/, 'F95'],
  [/^\d+ X5/, 'G05'],
  [/^\d+ X6 M Competition/, 'F96'],
  [/^\d+ X6/, 'G06'],
  [/^\d+ X7/, 'G07'],
  [/^\d+ XM/, 'G09'],
  [/^\d+ Z4/, 'G29'],
  [/^\d+ iX/, 'I20'],
  [/^2024 .*Countryman/, 'F60'],
  [/^\d+ .*Countryman/, 'U25'],
  [/^\d+ .*Clubman/, 'F54'],
  [/^2024 .*(Cooper|Works) .*Convertible|^2024 Cooper Convertible/, 'F57'],
  [/^\d+ .*Convertible/, 'F67'],
  [/^2024 .*4 door/i, 'F55'],
  [/^2024 .*2 door/i, 'F56'],
  [/^\d+ .*4 door/i, 'F65'],
  [/^\d+ .*2 door/i, 'F66'],
  [/^\d+ Cullinan/, 'RR31'],
  [/^\d+ Ghost Extended/, 'RR22'],
  [/^\d+ Ghost/, 'RR21'],
  [/^\d+ Phantom Extended/, 'RR12'],
  [/^\d+ Phantom/, 'RR11'],
  [/^\d+ Spectre/, 'RR25'],
];

/** From a European description such as `320d xDrive Touring`. Throws when no rule matches. */
export function seriesOfEuropeanModel(description: string): string {
  return firstMatch(EUROPE, description);
}

/** From an EPA model name and model year. Throws when no rule matches. */
export function seriesOfUsModel(modelYear: number, model: string): string {
  return firstMatch(UNITED_STATES, `${modelYear} ${model}`);
}

function firstMatch(rules: readonly SeriesRule[], text: string): string {
  for (const [pattern, series] of rules) {
    const match = pattern.exec(text);
    if (match !== null) return series === '$1' ? (match[1] ?? '') : series;
  }
  throw new Error(`no series for "${text}": add a rule to series-of-model.ts`);
}
