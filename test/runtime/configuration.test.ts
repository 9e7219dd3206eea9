// Reading the environment: every fault at once, and no value in a message.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CodedError } from '../../runtime/coded-error.ts';
import {
  byteSize,
  choice,
  commaList,
  describeVariables,
  durationMs,
  flag,
  headerList,
  httpUrl,
  parseConfiguration,
  parseVariables,
  plainText,
  port,
  variable,
  share,
  wholeNumber,
} from '../../runtime/configuration.ts';

function readFaults(shape: Record<string, z.ZodType>, env: Record<string, string>): string {
  try {
    parseConfiguration(shape, env);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'CONFIGURATION_INVALID') return error.message;
    throw error;
  }
  return '';
}

describe('parseConfiguration', () => {
  it('reads every kind of field', () => {
    const shape = {
      PORT: port(),
      LIMIT: byteSize(),
      TIMEOUT: durationMs(),
      API_URL: httpUrl(),
      ORIGINS: commaList(),
      DEPTH: wholeNumber({ min: 1, max: 50 }),
      DEV: flag(),
      RATIO: share(),
      HEADERS: headerList(),
      NAME: z.string(),
    };

    const read = parseConfiguration(shape, {
      PORT: '4000',
      LIMIT: '10mb',
      TIMEOUT: '2s',
      API_URL: 'https://api.example/base/',
      ORIGINS: 'https://a.example, https://b.example,',
      DEPTH: ' 7 ',
      DEV: 'true',
      RATIO: '.25',
      HEADERS: 'Authorization=Bearer%20abc, x-tenant = cars',
      NAME: 'marque',
    });

    expect(read).toEqual({
      PORT: 4_000,
      LIMIT: 10_485_760,
      TIMEOUT: 2_000,
      API_URL: 'https://api.example/base',
      ORIGINS: ['https://a.example', 'https://b.example'],
      DEPTH: 7,
      DEV: true,
      RATIO: 0.25,
      HEADERS: new Map([
        ['authorization', 'Bearer abc'],
        ['x-tenant', 'cars'],
      ]),
      NAME: 'marque',
    });
    expect(Object.isFrozen(read)).toBe(true);
  });

  it('takes defaults and absent options for variables that are unset or empty', () => {
    const shape = { A: port().default(4_000), B: httpUrl().optional(), C: byteSize().default(7) };

    expect(parseConfiguration(shape, { B: '', C: '  ' })).toEqual({ A: 4_000, B: undefined, C: 7 });
  });

  it('names every faulty variable at once, each with what is expected', () => {
    const shape = { A: port(), B: durationMs(), C: httpUrl(), D: flag().default(false) };

    const faults = readFaults(shape, { A: '70000', B: '10', D: 'perhaps' });

    expect(faults.split('\n')).toEqual([
      'The configuration has 4 fault(s):',
      '  A has a value that does not fit; expected a port number from 0 to 65535',
      '  B has a value that does not fit; expected a duration with its unit, such as 250ms, 2s, 5m or 1h',
      '  C is not set; expected an http:// or https:// URL without credentials, query or fragment',
      '  D has a value that does not fit; expected true or false',
    ]);
  });

  it('never repeats a value', () => {
    const shape = { KEY: z.string().min(100), URL: httpUrl(), MODE: z.enum(['a', 'b']) };

    const faults = readFaults(shape, { KEY: 'hush', URL: 'http://u:hush@x', MODE: 'hush' });

    expect(faults).toContain('KEY');
    expect(faults).not.toContain('hush');
  });

  const refused: readonly (readonly [string, z.ZodType, readonly string[]])[] = [
    ['sizes', byteSize(), ['10mbb', '10', 'mb', '-1mb', '1.5mb', '1e3kb', '10 m b', '∞gb']],
    ['durations', durationMs(), ['10', '5 minutes', '-1s', '1.5s', 's', '1d']],
    ['ports', port(), ['-1', '65536', '80.5', '0x50', '4e3', 'http']],
    ['shares', share(), ['1.01', '-0.1', '10%', '1e-2', 'all']],
    ['headers', headerList(), ['x', 'x=ü', 'a b=c', 'a=%0d%0ab', 'a=b,,c=d', 'a=%zz']],
    ['whole numbers', wholeNumber({ min: 0, max: 9 }), ['10', '-1', '1.5', 'one', '1_0']],
    ['URLs', httpUrl(), ['localhost:80', 'ftp://x', '/x', 'http://x?a=1', 'http://x#a', 'http://']],
  ];

  it.each(refused)('refuses misspelled %s', (_, type, texts) => {
    const accepted = texts.filter((text) => readFaults({ X: type }, { X: text }) === '');

    expect(accepted).toEqual([]);
  });
});

describe('declared variables', () => {
  const variables = {
    TIMEOUT: variable(durationMs(), 'Time for a call.', '2s'),
    NAME: variable(plainText(), 'Who calls.'),
    MODE: variable(choice(['fast', 'safe']).optional(), 'How.'),
    BOUNDED: variable(
      durationMs().refine((value) => value < 10_000),
      'Less than 10 s.',
      '1s',
    ),
  };

  it('are read with their defaults, written as a person would', () => {
    expect(parseVariables(variables, { NAME: 'app' })).toEqual({
      TIMEOUT: 2_000,
      NAME: 'app',
      MODE: undefined,
      BOUNDED: 1_000,
    });
    expect(() => parseVariables(variables, { TIMEOUT: '2', MODE: 'x' })).toThrow(
      /TIMEOUT[^]*NAME[^]*MODE has a value that does not fit; expected one of fast, safe/,
    );
  });

  it('are described with the kind of their value, default, and whether they are needed', () => {
    expect(describeVariables(variables)).toEqual([
      {
        name: 'TIMEOUT',
        value: 'duration',
        default: '2s',
        isRequired: false,
        description: 'Time for a call.',
      },
      { name: 'NAME', value: 'text', isRequired: true, description: 'Who calls.' },
      { name: 'MODE', value: 'one of fast, safe', isRequired: false, description: 'How.' },
      {
        name: 'BOUNDED',
        value: 'duration',
        default: '1s',
        isRequired: false,
        description: 'Less than 10 s.',
      },
    ]);
  });
});
