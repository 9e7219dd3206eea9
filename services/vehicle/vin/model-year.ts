// The model year in place 10: thirty characters that come round every thirty years (49 CFR 565.15).

const yearCharacters = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const firstYear = 1980;
const cycleYears = yearCharacters.length;

/** The years that place 10 may stand for, the later first; none where it is no year character. */
export function possibleModelYears(vin: string): readonly number[] {
  const index = yearCharacters.indexOf(vin.charAt(9));
  if (index < 0) return [];
  return [firstYear + cycleYears + index, firstYear + index];
}

/**
 * The one year of a passenger car or multipurpose vehicle: a letter in place 7 means the cycle from 2010 on,
 * a digit the one before. Motorcycles and heavier vehicles do not follow this.
 */
export function modelYearByPlace7(vin: string): number | undefined {
  const [later, earlier] = possibleModelYears(vin);
  return /[A-Z]/.test(vin.charAt(6)) ? later : earlier;
}
