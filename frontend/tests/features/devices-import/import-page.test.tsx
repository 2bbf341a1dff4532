// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ImportPage } from "@/features/devices-import/import-page";
import { ME, renderPage } from "../../page";

const GOOD = "name,site\nfridge-1,clinic\nfridge-2,clinic\n";
const FILE = "name,password\r\nfridge-1,aaaaa-bbbbb\r\nfridge-2,ccccc-ddddd\r\n";
const right = (line: number, name: string) => ({ line, name, ok: true, errors: [] });
let rows: object[];
let register: () => Response;
let sent: { dry: boolean; type: string | null; text: string }[];
let form: string | null;

beforeEach(() => {
  rows = [right(2, "fridge-1"), right(3, "fridge-2")];
  register = () => new Response(FILE, { status: 201, headers: { "Content-Type": "text/csv" } });
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/api/v1/devices/import") {
      const dry = searchParams.get("dry_run") === "true";
      sent.push({ dry, type: request.headers.get("content-type"), text: await request.text() });
      form = searchParams.get("form");
      return dry ? Response.json({ rows, ok: 0, bad: 0 }) : register();
    }
    if (pathname === "/api/v1/broker") return Response.json({ administration: "mosquitto" });
    return Response.json({ items: [], next: null });
  });
});
afterEach(() => vi.unstubAllGlobals());

function show() {
  const page = renderPage(<ImportPage />, {
    me: { ...ME, sites: [{ slug: "clinic", role: "manager" }] },
  });
  const field = screen.getByLabelText<HTMLTextAreaElement>("Devices, one a line");
  return { ...page, field, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

it("shows each wrong row with line, column and reason, and keeps the text", async () => {
  const { field, user } = show();
  const errors = [
    { column: "name", message: "contains a space" },
    { column: "site", message: "is missing" },
  ];
  rows = [right(2, "fridge-1"), { line: 3, name: "fridge 2", ok: false, errors }];
  fireEvent.change(field, { target: { value: GOOD } });
  await user.click(button("Check"));
  const checked = await screen.findByTestId("checked");
  expect(checked.textContent).toContain("1 of 2 rows is wrong");
  const line = checked.querySelector("[data-line='3']");
  expect(line?.textContent).toBe("3fridge 2namecontains a space");
  expect(within(checked).getByText("is missing")).toBeDefined();
  expect(button("Register").disabled).toBe(true);
  expect(field.value).toBe(GOOD);
  expect(sent).toEqual([{ dry: true, type: "text/csv; charset=utf-8", text: GOOD }]);
});

it("registers what was checked, and offers the passwords once", async () => {
  const { field, user, client } = show();
  fireEvent.change(field, { target: { value: GOOD } });
  await user.click(button("Check"));
  await user.click(await screen.findByRole("button", { name: "Register 2 devices" }));
  expect(await screen.findByText("2 devices registered")).toBeDefined();
  expect(sent.at(-1)).toMatchObject({ dry: false, text: GOOD });
  const saved: Blob[] = [];
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: saved.push.bind(saved) }));
  expect(button("Import more").disabled).toBe(true);
  await user.click(button("Save the credentials"));
  expect(saved).toHaveLength(1);
  await user.click(button("Import more"));
  expect(await screen.findByLabelText("Devices, one a line")).toHaveProperty("value", "");
  await waitFor(() => {
    const kept = client.getMutationCache().getAll();
    expect(JSON.stringify(kept.map(({ state }) => state))).not.toContain("aaaaa");
  });
});

it("saves the template and the passwords in the form of a comma country", async () => {
  vi.spyOn(navigator, "language", "get").mockReturnValue("de-AT");
  const { field, user } = show();
  const saved: Blob[] = [];
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: saved.push.bind(saved) }));
  await user.click(button("Template"));
  fireEvent.change(field, { target: { value: GOOD } });
  await user.click(button("Check"));
  await user.click(await screen.findByRole("button", { name: "Register 2 devices" }));
  await user.click(await screen.findByRole("button", { name: "Save the credentials" }));
  expect(form).toBe("comma");
  const bytes = await Promise.all(
    saved.map(async (blob) => new Uint8Array(await blob.arrayBuffer())),
  );
  expect(bytes.map((all) => [...all.slice(0, 3)])).toEqual([
    [0xef, 0xbb, 0xbf],
    [0xef, 0xbb, 0xbf],
  ]);
  expect(new TextDecoder().decode(bytes[0])).toContain("name;site;label");
  expect(new TextDecoder().decode(bytes[0])).toContain(';"Freezer, cellar";');
  vi.restoreAllMocks();
});

it("asks for another check after an edit, and shows what was taken meanwhile", async () => {
  const { field, user } = show();
  fireEvent.change(field, { target: { value: GOOD } });
  await user.click(button("Check"));
  await screen.findByRole("button", { name: "Register 2 devices" });
  fireEvent.change(field, { target: { value: `${GOOD}fridge-3,clinic` } });
  expect(button("Register").disabled).toBe(true);

  await user.click(button("Check"));
  register = () => {
    const errors = [{ column: "name", message: "is the name of another device" }];
    rows = [{ line: 2, name: "fridge-1", ok: false, errors }];
    return Response.json({ type: "urn:invalid", title: "Invalid field" }, { status: 422 });
  };
  await user.click(await screen.findByRole("button", { name: "Register 2 devices" }));
  expect(await screen.findByText("Nothing was registered")).toBeDefined();
  expect(await screen.findByText("is the name of another device")).toBeDefined();
  expect(field.value).toContain("fridge-3");
});

it("takes a file in UTF-8 and refuses a spreadsheet's own format", async () => {
  const { field, user } = show();
  const input = screen.getByLabelText("CSV file", { selector: "input" });
  await user.upload(input, new File(["\uFEFF", GOOD], "devices.csv", { type: "text/csv" }));
  await waitFor(() => expect(field.value).toBe(GOOD));
  expect(await screen.findByTestId("checked")).toBeDefined();
  fireEvent.change(input, {
    target: { files: [new File([new Uint8Array([0x50, 0x4b, 3, 4, 0xff])], "devices.xlsx")] },
  });
  expect(await screen.findByText(/devices.xlsx is not a text in UTF-8/)).toBeDefined();
  expect(field.value).toBe(GOOD);
});
