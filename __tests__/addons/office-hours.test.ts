import { describe, expect, it } from "vitest";
import { parseOfficeHours } from "../../constructs/addons/office-hours.ts";

describe("office hours", () => {
  it("are the days and the first and last minute, as cron says them, in a zone of their own", () => {
    expect(parseOfficeHours("mon-fri 07:00-20:30 Europe/Amsterdam")).toEqual({
      start: "0 7 * * mon-fri",
      end: "30 20 * * mon-fri",
      timeZone: "Europe/Amsterdam",
    });
    expect(parseOfficeHours("sun-thu 08:05-19:00 America/Argentina/Buenos_Aires")?.timeZone).toBe("America/Argentina/Buenos_Aires");
  });

  it.each(["", "mon-fri", "mon-fri 7:00-20:00 UTC", "mon-fri 07:00-24:00 UTC", "mon-fri 07:00-20:00", "weekdays 07:00-20:00 UTC"])(
    "are not %j",
    (text) => expect(parseOfficeHours(text)).toBeUndefined(),
  );
});
