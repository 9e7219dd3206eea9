// Writes the body of a fetch: all but the variables' values is text that was made beforehand.

/** Writes the JSON body; `lists` are texts of representations, in the order of their variables. */
export type WriteFetchBody = (
  variables: Readonly<Record<string, unknown>>,
  lists: readonly string[],
) => string;

/** Compiles the body of one document. `listVariables` take representations. */
export function compileFetchBody(
  query: string,
  variableUsages: readonly string[],
  listVariables: readonly string[],
): WriteFetchBody {
  const start = `{"query":${JSON.stringify(query)}`;
  const own = variableUsages
    .filter((name) => !listVariables.includes(name))
    .map((name) => ({ name, label: `${JSON.stringify(name)}:` }));
  const listLabels = listVariables.map((name) => `${JSON.stringify(name)}:[`);
  return (variables, lists) => {
    let text = '';
    for (const { name, label } of own) {
      if (!Object.hasOwn(variables, name)) continue;
      const value = JSON.stringify(variables[name]);
      if (value !== undefined) text += `${text === '' ? '' : ','}${label}${value}`;
    }
    for (let index = 0; index < listLabels.length; index += 1) {
      text += `${text === '' ? '' : ','}${listLabels[index] ?? ''}${lists[index] ?? ''}]`;
    }
    return text === '' ? `${start}}` : `${start},"variables":{${text}}}`;
  };
}
