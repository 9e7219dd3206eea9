// Signing in and out, without a page.
import { describe, expect, it } from 'vitest';

import { createDeveloperSession } from '../../web/explorer/developer-session.ts';

const claims = Buffer.from(JSON.stringify({ sub: 'C-0001' })).toString('base64url');
const token = `e30.${claims}.x`;

describe('createDeveloperSession', () => {
  it('holds the token until the sign-out', async () => {
    const session = createDeveloperSession(() => Promise.resolve(Response.json({ token })));

    await session.signIn();
    const signedIn = [session.state.get(), session.token()];
    session.signOut();

    expect(signedIn).toEqual([{ status: 'signed-in', subject: 'C-0001' }, token]);
    expect([session.state.get(), session.token()]).toEqual([{ status: 'signed-out' }, undefined]);
  });

  it.each([
    ['a refusal', () => Promise.resolve(new Response('{}', { status: 404 }))],
    ['no token', () => Promise.resolve(Response.json({}))],
    ['a token that is none', () => Promise.resolve(Response.json({ token: 'x.%%.y' }))],
    ['a gateway that is gone', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('says what failed at %s, and stays signed out', async (_what, answer) => {
    const session = createDeveloperSession(answer);

    await session.signIn();

    expect(session.state.get()).toMatchObject({
      status: 'signed-out',
      problem: expect.stringMatching(/./),
    });
    expect(session.token()).toBeUndefined();
  });
});
