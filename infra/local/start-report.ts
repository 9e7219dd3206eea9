// What a person at the terminal sees while the stack comes up.
import type { RestartNotice } from './launch-as-process.ts';
import type { ReadyPart } from './local-stack.ts';

/** Writes the lines. */
export interface StartReport {
  ready(part: ReadyPart): void;
  restarted(notice: RestartNotice): void;
  done(summary: StartSummary): void;
}

/** The end of a start. */
export interface StartSummary {
  readonly url: string;
  /** Of the gateway's port for operators. */
  readonly adminUrl: string | undefined;
  readonly startedInMs: number;
  /** A bearer token for VIN data, where the stack made its own keys. */
  readonly tokenFile: string | undefined;
}

/** One line a part, then where to go. */
export function createStartReport(print: (line: string) => void): StartReport {
  return {
    ready({ name, url, adminUrl, startedInMs, pid }) {
      const how = startedInMs === undefined ? 'yours' : `${startedInMs} ms`;
      const where = pid === undefined ? '' : `  pid ${pid}`;
      const admin = adminUrl === undefined ? '' : `  metrics ${adminUrl}/metrics`;
      print(`  ${name.padEnd(20)} ${url.padEnd(32)} ${how}${where}${admin}`);
    },
    restarted({ name, ended, startsAgain }) {
      const next = startsAgain ? 'starting it again' : 'it stays down: too many times';
      print(`  ${name} ended (${ended}); ${next}`);
    },
    done({ url, adminUrl, startedInMs, tokenFile }) {
      print('');
      print(`Ready in ${(startedInMs / 1_000).toFixed(1)} s. GraphQL: ${url}/graphql`);
      print(`Explorer, for the browser: ${url}/`);
      if (adminUrl !== undefined) print(`Metrics and health: ${adminUrl}/metrics, /health`);
      print('');
      print('Try:');
      print(`  curl ${url}/graphql -H 'content-type: application/json' \\`);
      print(`    -d '{"query":"{ markets { id name currency { code } } }"}'`);
      if (tokenFile !== undefined) {
        print('');
        print('Vehicles by VIN need a token; this one is customer C-0001 for twelve hours:');
        print(`  -H "authorization: Bearer $(cat ${tokenFile})"`);
      }
      print('');
      print('Ctrl-C stops it.');
    },
  };
}
