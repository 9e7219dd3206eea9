// Keeps ApolloGateway from reporting to its vendor: it looks at this as soon as it is constructed.
// Imported first by main.ts and lambda.ts, and by the one file that constructs it.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
