// Hive Gateway with equal requests in flight answered once.
import { defineConfig } from '@graphql-hive/gateway';
import { useDeduplicateRequest } from '@graphql-hive/plugin-deduplicate-request';

export const gatewayConfig = defineConfig({
  plugins: (context) => [useDeduplicateRequest(context)],
});
