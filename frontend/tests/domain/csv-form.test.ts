import { describe, expect, it } from "vitest";
import { csvFormOf } from "@/domain/csv-form";

describe("the form of CSV files", () => {
  it.each(["de-AT", "fr", "pl-PL", "pt-BR", "sv", "es-ES"])("is the comma's for %s", (language) =>
    expect(csvFormOf(language)).toBe("comma"),
  );
  it.each(["en-US", "en-GB", "de-CH", "ja", "th", "es-MX"])("is the point's for %s", (language) =>
    expect(csvFormOf(language)).toBe("point"),
  );
});
