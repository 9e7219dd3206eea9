// Faults between the platform and the gateway, where there is no reply of Fastify's to write them to.
import type { DescribeDoorFault } from '../../runtime/lambda/injectable-app.ts';
import { errorTable } from '../errors.ts';

/** Writes a fault as a GraphQL response without data, in the words of the table. */
export const describeDoorFault: DescribeDoorFault = (code) => {
  const { status, meaning } = errorTable[code];
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ errors: [{ message: meaning, extensions: { code } }] }),
  };
};
