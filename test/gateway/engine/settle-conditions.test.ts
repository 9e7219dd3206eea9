// Conditions are gone before an operation is planned, and so is what they leave out.
import { getOperationAST, parse, print, stripIgnoredCharacters } from 'graphql';
import { describe, expect, it } from 'vitest';

import { listConditionNames, settleConditions } from '../../../gateway/engine/settle-conditions.ts';

function read(query: string) {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return { document, operation };
}

function settle(query: string, values: Readonly<Record<string, unknown>> = {}): string {
  const { document, operation } = read(query);
  return stripIgnoredCharacters(print(settleConditions(document, operation, values).document));
}

describe('settling conditions', () => {
  it('gives the very document back where there are none', () => {
    const { document, operation } = read(
      'query($a:Int){ f(a:$a) { ...x } } fragment x on T { id }',
    );

    expect(settleConditions(document, operation, {}).document).toBe(document);
  });

  it('keeps what is included and leaves out what is not, by variables and by literals', () => {
    const query =
      'query($on:Boolean! $off:Boolean!){a@include(if:$on) b@skip(if:$on) c@include(if:true) d@skip(if:true) e@skip(if:$off)@include(if:$on)}';

    expect(settle(query, { on: true, off: false })).toBe('{a c e}');
    expect(settle(query, { on: false, off: false })).toBe('{b c}');
  });

  it('leaves out fragments, and variables that only they use', () => {
    const query =
      'query($v:Int $on:Boolean!){a ...x@include(if:$on) ...on Query@include(if:$on){...x}} fragment x on Query{f(v:$v)}';

    expect(settle(query, { on: false })).toBe('{a}');
    expect(settle(query, { on: true })).toBe(
      'query($v:Int){a ...x ...on Query{...x}}fragment x on Query{f(v:$v)}',
    );
  });

  it('leaves out fragments of which nothing is left, however deep', () => {
    const query = '{a ...x} fragment x on Query{...y} fragment y on Query{b@skip(if:true)}';

    expect(settle(query)).toBe('{a}');
  });

  it('puts a field that is not answered where an object would be empty', () => {
    const { document, operation } = read('{_none:a o{b@skip(if:true)} p{...{b@skip(if:true)}}}');

    const settled = settleConditions(document, operation, {});

    expect(stripIgnoredCharacters(print(settled.document))).toBe(
      '{_none:a o{_none_:__typename}p{_none_:__typename}}',
    );
    expect(settled.omittedName).toBe('_none_');
  });

  it('lists the variables that conditions of the operation look at, and no others', () => {
    const { document, operation } = read(
      'query($a:Boolean! $b:Boolean! $c:Boolean!){f(x:$c) ...x g@skip(if:$b)} fragment x on T{h@include(if:$a)} fragment y on T{h@include(if:$z)}',
    );

    expect(listConditionNames(document, operation)).toEqual(['a', 'b']);
  });
});
