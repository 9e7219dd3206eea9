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
