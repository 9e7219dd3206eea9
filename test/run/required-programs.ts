// The programs beside Node that tests start, and the packages that bring them.

/** A program and where it comes from. */
export interface RequiredProgram {
  readonly program: string;
  /** On Debian and its kin. */
  readonly aptPackage: string;
  /** On macOS. */
  readonly brewPackage: string;
}

export const requiredPrograms: readonly RequiredProgram[] = [
  { program: 'redis-server', aptPackage: 'redis-server', brewPackage: 'redis' },
  { program: 'chromium', aptPackage: 'chromium', brewPackage: 'chromium' },
];

/** What compiles the runtime of AWS Lambda, in the long tier. */
export const lambdaRuntimePrograms: readonly RequiredProgram[] = [
  { program: 'cmake', aptPackage: 'cmake', brewPackage: 'cmake' },
  { program: 'g++', aptPackage: 'g++', brewPackage: 'gcc' },
  { program: 'make', aptPackage: 'make', brewPackage: 'make' },
  { program: 'python3', aptPackage: 'python3', brewPackage: 'python' },
  { program: 'xz', aptPackage: 'xz-utils', brewPackage: 'xz' },
];
