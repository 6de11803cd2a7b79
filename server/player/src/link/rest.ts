// SPDX-License-Identifier: GPL-3.0-or-later
// Commands over HTTP. A refusal is a Refused with the server's own words; no answer is an Unreachable, and the same
// command may be sent again under its id.
import { Problem } from '../../generated/contract.ts';
import { fromJson, type Shape } from '../contract/codec.ts';

const deadlineMs = 10_000;

export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly retryAfterMs: number) {
    super(message);
  }
}
export class Unreachable extends Error {}

async function ask<T>(of: Shape<T>, path: string, init: RequestInit, token: string | undefined): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (init.body) headers['Content-Type'] = 'application/json';
  if (token) headers['Authorization'] = `Bearer ${token}`;
  let status: number;
  let body: unknown;
  try {
    const answer = await fetch(path, { ...init, headers, credentials: 'omit', signal: AbortSignal.timeout(deadlineMs) });
    status = answer.status;
    body = await answer.json();
    if (answer.ok) return fromJson(of, body);
  } catch (fault) {
    throw new Unreachable(String(fault));
  }
  let problem: Problem;
  try {
    problem = fromJson(Problem, body);
  } catch (fault) {
    throw new Unreachable(String(fault)); // not our server's word: a proxy in between
  }
  if (problem.code === 'unavailable' || problem.code === 'internal' || !problem.code) throw new Unreachable(problem.message);
  throw new Refused(status, problem.code, problem.message, problem.retryAfterMs);
}

export function post<T>(of: Shape<T>, path: string, body: unknown, token: string | undefined): Promise<T> {
  return ask(of, path, { method: 'POST', body: JSON.stringify(body) }, token);
}

export function get<T>(of: Shape<T>, path: string, token: string | undefined): Promise<T> {
  return ask(of, path, { method: 'GET' }, token);
}
