// Faults between the platform and the gateway, where there is no reply of Fastify's to write them to.
import type { DescribeDoorFault } from '../../runtime/lambda/injectable-app.ts';
import { writeRefusal } from './refusal.ts';

/** Writes a fault as a GraphQL response without data, in the words of the table. */
export const describeDoorFault: DescribeDoorFault = (code) => {
  const { status, headers, body } = writeRefusal({ code }, undefined);
  return { status, contentType: headers.get('content-type') ?? '', body: body.string };
};
