// Where items and rules apply.
import { describe, expect, it } from 'vitest';
import {
  isApplicable,
  type ApplicabilitySubject,
} from '../../../services/catalogue/applicability.ts';
import type { Applicability } from '../../../services/catalogue/rows/sourced.ts';

const ANYWHERE: Applicability = { brands: null, series: null, fuels: null, markets: null };
const SUBJECT: ApplicabilitySubject = {
  brand: 'bmw',
  series: 'G21',
  fuel: 'DIESEL',
  market: 'DE',
};

describe('isApplicable', () => {
  it('admits everything where no list restricts', () => {
    expect(isApplicable(ANYWHERE, SUBJECT)).toBe(true);
  });

  it.each<[keyof Applicability, Partial<Applicability>, Partial<Applicability>]>([
    ['brands', { brands: ['mini', 'bmw'] }, { brands: ['mini'] }],
    ['series', { series: ['G20', 'G21'] }, { series: ['G20'] }],
    ['fuels', { fuels: ['DIESEL'] }, { fuels: ['ELECTRIC'] }],
    ['markets', { markets: ['DE', 'AT'] }, { markets: ['US'] }],
  ])('asks for membership in %s where they restrict', (_, admitting, refusing) => {
    expect(isApplicable({ ...ANYWHERE, ...admitting }, SUBJECT)).toBe(true);
    expect(isApplicable({ ...ANYWHERE, ...refusing }, SUBJECT)).toBe(false);
  });

  it('admits nothing with an empty list', () => {
    expect(isApplicable({ ...ANYWHERE, series: [] }, SUBJECT)).toBe(false);
  });
});
