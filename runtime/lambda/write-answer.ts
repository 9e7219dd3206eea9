// Writes an HTTP answer in the form that the sender of the event takes.
import { isUtf8 } from 'node:buffer';
import { STATUS_CODES } from 'node:http';

import type {
  ALBResult,
  APIGatewayProxyResult,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';

import type { AnswerForm, HttpAnswer } from './lambda-call.ts';

/** What the handler resolves with. */
export type LambdaAnswer = APIGatewayProxyResult | APIGatewayProxyStructuredResultV2 | ALBResult;

// Of one connection, which here there is none.
const connectionHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding']);
const textType = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|graphql)\b)/i;

// A function's answer may have 6 MB, a load balancer's 1 MB; the platform measures the JSON document.
const maxAnswerBytes = 6_291_556;
const maxBalancerAnswerBytes = 1_048_576;
// JSON writes one byte as six at most: a control character as \u0000.
const maxBytesOfByte = 6;

/** Writes the answer. Text goes as it is, all else, such as gzip, in base64. */
export function writeAnswer(form: AnswerForm, answer: HttpAnswer): LambdaAnswer {
  const isText = isTextAnswer(answer);
  const written = {
    statusCode: answer.status,
    body: answer.body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
  const { 'set-cookie': cookies = [], ...others } = dropConnectionHeaders(answer.headers);
  const cookieHeader = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] };

  switch (form) {
    case 'gateway payload 1.0':
      return { ...written, multiValueHeaders: { ...others, ...cookieHeader } };
    case 'gateway payload 2.0':
      return {
        ...written,
        headers: joinValues(others),
        ...(cookies.length === 0 ? {} : { cookies: [...cookies] }),
      };
    case 'load balancer':
      // One name, one value: of several cookies the last one is set.
      return {
        ...written,
        statusDescription: describeStatus(answer.status),
        headers: joinValues({ ...others, ...lastOf(cookies) }),
      };
    case 'load balancer, many values':
      return {
        ...written,
        statusDescription: describeStatus(answer.status),
        multiValueHeaders: { ...others, ...cookieHeader },
      };
    default:
      return form satisfies never;
  }
}

/** Whether the platform would refuse the answer: it counts the whole document, base64 and escapes included. */
export function isTooLarge(form: AnswerForm, written: LambdaAnswer): boolean {
  const maxBytes = form.startsWith('load balancer') ? maxBalancerAnswerBytes : maxAnswerBytes;
  const { body = '', ...head } = written;
  const headBytes = Buffer.byteLength(JSON.stringify(head));
  if (headBytes + body.length * maxBytesOfByte < maxBytes) return false;
  return Buffer.byteLength(JSON.stringify(written)) > maxBytes;
}

function isTextAnswer({ headers, body }: HttpAnswer): boolean {
  const encoding = headers['content-encoding']?.[0] ?? 'identity';
  if (encoding !== 'identity') return false;
  if (body.length === 0) return true;
  return textType.test(headers['content-type']?.[0] ?? '') && isUtf8(body);
}

function dropConnectionHeaders(headers: HttpAnswer['headers']): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !connectionHeaders.has(name))
      .map(([name, values]) => [name, [...values]]),
  );
}

function joinValues(headers: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, values.join(', ')]),
  );
}

function lastOf(cookies: readonly string[]): Record<string, string[]> {
  const last = cookies.at(-1);
  return last === undefined ? {} : { 'set-cookie': [last] };
}

function describeStatus(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? 'Unknown'}`;
}
