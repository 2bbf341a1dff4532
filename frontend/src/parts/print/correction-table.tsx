// The corrections of a printed sheet's period: what was done to which readings, by whom, when and why.
import { byWords, doneWords } from "@/domain/correction-words";
import type { Correction } from "@/domain/types";
import { full } from "@/time/moment";
import { Head } from "./sheet-tables";
import classes from "./sheet.module.css";

/** Nothing without corrections; a sheet that could not load them says so. */
export function CorrectionTable({
  items,
  zone,
}: {
  items: Correction[] | undefined;
  zone: string;
}) {
  if (items?.length === 0) return null;
  return (
    <>
      <h2>Corrections</h2>
      {items ? (
        <table className={classes.table} data-testid="paper-corrections">
          <Head columns={["What", "Readings", "By", "Reason"]} />
          <tbody>
            {items.map((of) => (
              <tr key={of.id}>
                <th scope="row">{doneWords(of)}</th>
                <td>
                  {full(of.from, zone)} until {full(of.to, zone)}
                </td>
                <td>
                  {byWords(of)}, {full(of.at, zone)}
                </td>
                <td>{of.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>Whether readings were corrected was not loaded when this was printed.</p>
      )}
    </>
  );
}
