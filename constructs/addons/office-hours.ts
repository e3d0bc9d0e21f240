/** When people work: outside of these hours idle capacity goes. */
export interface OfficeHours {
  /** Cron expressions of the first and the last minute. */
  readonly start: string;
  readonly end: string;
  /** IANA time zone: `Europe/Amsterdam`. */
  readonly timeZone: string;
}

/** `mon-fri 07:00-20:00 Europe/Amsterdam`. */
export const officeHoursPattern =
  /^(mon|tue|wed|thu|fri|sat|sun)-(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d) ([A-Z][A-Za-z_+-]*(?:\/[A-Z][A-Za-z_+-]*)*)$/;

/** The hours that the text means. @returns undefined where it is of another form */
export function parseOfficeHours(text: string): OfficeHours | undefined {
  const found = officeHoursPattern.exec(text);
  if (found === null) return undefined;
  const [, from, to, startHour, startMinute, endHour, endMinute, timeZone = ""] = found;
  const cron = (minute: string | undefined, hour: string | undefined) => `${Number(minute)} ${Number(hour)} * * ${from}-${to}`;
  return { start: cron(startMinute, startHour), end: cron(endMinute, endHour), timeZone };
}
