/** A request to the control plane that is refused. */
export class ControlRefusal extends Error {
  readonly status: number;
  /** What to do instead. */
  readonly help: string;
  /** What else the answer holds, such as each problem of a seed. */
  readonly more: Readonly<Record<string, readonly string[]>>;

  constructor(
    status: number,
    message: string,
    help: string,
    more: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(message);
    this.name = 'ControlRefusal';
    this.status = status;
    this.help = help;
    this.more = more;
  }
}

/** 400: the request cannot be understood. */
export function refused(message: string, help: string): ControlRefusal {
  return new ControlRefusal(400, message, help);
}
