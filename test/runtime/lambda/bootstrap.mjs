// Stands in for the platform's runtime: loads a handler and feeds it events from the Runtime API, one at a time.
// Timers that repeat are counted, as a frozen process must not rely on any.
import process from 'node:process';

const repeating = new Set();
const { setInterval: start, clearInterval: clear } = globalThis;
globalThis.setInterval = (...args) => {
  const timer = start(...args);
  repeating.add(timer);
  return timer;
};
globalThis.clearInterval = (timer) => {
  repeating.delete(timer);
  clear(timer);
};

const runtimeApi = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`;
const { handler } = await import(process.argv[2]);

for (;;) {
  const next = await fetch(`${runtimeApi}/invocation/next`);
  const requestId = next.headers.get('lambda-runtime-aws-request-id');
  const endsAtMs = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const trace = next.headers.get('lambda-runtime-trace-id');
  if (trace === null) delete process.env['_X_AMZN_TRACE_ID'];
  else process.env['_X_AMZN_TRACE_ID'] = trace;
  const context = {
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => endsAtMs - Date.now(),
  };
  const outcome = await run(await next.json(), context);
  await fetch(`${runtimeApi}/invocation/${requestId}/${outcome.kind}`, {
    method: 'POST',
    headers: { 'x-test-repeating-timers': String(repeating.size) },
    body: JSON.stringify(outcome.value),
  });
}

async function run(event, context) {
  try {
    return { kind: 'response', value: await handler(event, context) };
  } catch (error) {
    return { kind: 'error', value: { errorMessage: error.message, errorType: error.name } };
  }
}
