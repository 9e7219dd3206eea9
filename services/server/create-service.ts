// What every REST service stands on: limits, problems, correlation, caching, health, its OpenAPI document.
import { randomBytes, randomUUID } from 'node:crypto';

import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';

import type { Clock } from '../../runtime/clock.ts';
import { acceptCorrelationId, correlationIdHeader } from '../../runtime/correlation-id.ts';
import type { Log } from '../../runtime/log.ts';
import { createTracer } from '../../runtime/tracing/tracer.ts';
import type { TraceSettings } from '../../runtime/tracing/trace-settings.ts';
import { addCaching } from './caching.ts';
import { addOpenApi } from './open-api.ts';
import {
  answerClientError,
  answerFrameworkError,
  answerProblems,
  collectMethods,
} from './problem-answers.ts';
import { ServiceProblem } from './problem.ts';
import { addRequestLog } from './request-log.ts';
import { addRequestSpans } from './request-spans.ts';
import type { Service } from './service.ts';
import { compileValidator } from './validation.ts';

/** What a service is made of. */
export interface ServiceOptions {
  /** Such as `vehicle`; also in `/health` and the log. */
  readonly name: string;
  /** Title and version of the OpenAPI document. */
  readonly title: string;
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Absent: nothing is traced. */
  readonly tracing?: TraceSettings | undefined;
  /** Adds the service's own routes. */
  readonly registerRoutes: (service: Service) => void;
  /** Makes a correlation id where the caller sent none. */
  readonly newCorrelationId?: () => string;
}

const maxBodyBytes = 1_048_576;
const maxUrlBytes = 14_000;

/** Wires a service; it does not listen yet. `service.close()` ends it. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { name, title, version, log, clock, registerRoutes } = options;
  const newCorrelationId = options.newCorrelationId ?? randomUUID;

  const service: Service = fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: maxUrlBytes },
    requestTimeout: 30_000,
    requestIdHeader: false,
    genReqId: (request) =>
      acceptCorrelationId(request.headers[correlationIdHeader], newCorrelationId),
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  }).withTypeProvider<TypeBoxTypeProvider>();

  service.setValidatorCompiler(compileValidator);
  // Rows are built to their schema and tests hold them to it; a second walk over each answer is not needed.
  service.setSerializerCompiler(() => (answer: unknown) => JSON.stringify(answer));

  service.addHook('onRequest', (request, reply, done) => {
    void reply.header(correlationIdHeader, request.id);
    if (request.url.length > maxUrlBytes) {
      done(new ServiceProblem('URL_TOO_LONG', 414, `The URL is longer than ${maxUrlBytes} bytes.`));
      return;
    }
    done();
  });
  addCaching(service);
  addRequestLog(service, { log, clock });
  const { tracing: settings } = options;
  if (settings) {
    const serviceName = `marque-service-${name}`;
    const tracer = createTracer({ settings, serviceName, clock, log, randomBytes });
    addRequestSpans(service, { tracer, clock, randomBytes });
  }
  await addOpenApi(service, { title, version });

  const refuseOtherMethods = collectMethods(service);
  service.get('/health', { schema: { hide: true } }, () => ({
    status: 'ok',
    service: name,
    version,
  }));
  registerRoutes(service);
  refuseOtherMethods();
  answerProblems(service, log);
  return service;
}
