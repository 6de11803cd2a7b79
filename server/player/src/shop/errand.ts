// SPDX-License-Identifier: GPL-3.0-or-later
// One command, sent until it is answered: the same id each time, a new token when the old one was not taken.
import type { Shape } from '../contract/codec.ts';
import { pauseMs } from '../link/backoff.ts';
import { post, Refused, Unreachable } from '../link/rest.ts';

const attempts = 4;

export interface Identity {
  token(): Promise<string | undefined>;
  distrust(token: string): void;
}

/** Rejects with Refused in the server's words, or with Unreachable: then it may be sent again under the same id. */
export async function errand<T>(identity: Identity, of: Shape<T>, path: string, body: unknown): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    let token: string | undefined;
    try {
      token = await identity.token();
      return await post(of, path, body, token);
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 401 && token && attempt === 0) {
        identity.distrust(token);
        continue;
      }
      if (!(fault instanceof Unreachable) || attempt + 1 >= attempts) throw fault;
      await new Promise((resolve) => setTimeout(resolve, pauseMs(attempt, Math.random)));
    }
  }
}
