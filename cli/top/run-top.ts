// `marque top`: the live stream of a gateway on the screen, until somebody has seen enough.
import { type CommandContext, writeJson } from '../command-context.ts';
import type { TopOptions } from '../commands/top.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { describeLook, type Sorting, sortings, type View, views } from './describe-look.ts';
import type { LiveLook } from './live-look.ts';
import { watchGateway } from './watch-gateway.ts';

const defaultSize = { columns: 100, rows: 40 };
const home = '\u001b[H\u001b[2J';
const enterScreen = '\u001b[?1049h\u001b[?25l';
const leaveScreen = '\u001b[?25h\u001b[?1049l';
const interrupt = '\u0003';

/**
 * Shows looks until a key, the gateway or `--once` ends it.
 *
 * @throws CodedError `USAGE_INVALID`, `GATEWAY_UNREACHABLE` or `ANSWER_INVALID`.
 */
export async function runTop(context: CommandContext, options: TopOptions): Promise<ExitCode> {
  const { terminal, config, isJson, watchKeys } = context;
  let view: View = chooseWord('--view', options.view, views);
  let sorting: Sorting = chooseWord('--sort', options.sort, sortings);
  const isOnce = options.once === true || isJson;
  const end = new AbortController();
  const url = (options.url ?? config.adminUrl).replace(/\/+$/, '');
  const token = config.adminToken;
  let last: LiveLook | undefined;

  const show = (): void => {
    if (!last) return;
    const size = terminal.size?.();
    const page = describeLook(last, {
      view,
      sorting,
      ...(size ?? defaultSize),
      paint: terminal.paintOut,
    });
    const keys = 'q quit · v what is listed · s what it is sorted by\n';
    terminal.out(isWatched ? `${home}${page}${terminal.paintOut('dim', keys)}` : `${page}\n`);
  };
  const isWatched = !isOnce && terminal.size?.() !== undefined && watchKeys !== undefined;
  const stopKeys = isWatched
    ? watchKeys((key) => {
        if (key === 'q' || key === interrupt) end.abort();
        if (key === 'v') view = nextOf(views, view);
        if (key === 's') sorting = nextOf(sortings, sorting);
        show();
      })
    : undefined;

  if (isWatched) terminal.out(enterScreen);
  try {
    for await (const look of watchGateway({ url, token, signal: end.signal })) {
      last = look;
      if (isJson) writeJson(context, look);
      else show();
      if (isOnce) end.abort();
    }
  } finally {
    stopKeys?.();
    if (isWatched) terminal.out(leaveScreen);
  }
  return exitCodes.ok;
}

function chooseWord<Word extends string>(
  option: string,
  text: string,
  words: readonly Word[],
): Word {
  const word = words.find((known) => known === text);
  if (word) return word;
  throw createCliFault('USAGE_INVALID', `${option} is one of ${words.join(', ')}.`);
}

function nextOf<Word extends string>(words: readonly Word[], word: Word): Word {
  return words[(words.indexOf(word) + 1) % words.length] ?? word;
}
