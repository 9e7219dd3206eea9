// Preloaded into a process: writes the target of every connection and lookup to standard error.
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

const connect = Reflect.get(net.Socket.prototype, 'connect');
net.Socket.prototype.connect = function record(...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (options.path === undefined) process.stderr.write(`connect ${options.host}:${options.port}\n`);
  return connect.apply(this, args);
};
const send = Reflect.get(dgram.Socket.prototype, 'send');
dgram.Socket.prototype.send = function record(...args) {
  process.stderr.write('datagram\n');
  return send.apply(this, args);
};
const lookup = dns.lookup;
dns.lookup = function record(host, ...args) {
  if (net.isIP(host) === 0) process.stderr.write(`lookup ${host}\n`);
  return lookup.call(this, host, ...args);
};
