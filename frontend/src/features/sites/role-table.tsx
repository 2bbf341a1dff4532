// What each role may do at a site.
import { Icon } from "@/ui/icon";
import { ROLES, ROLE_NAMES } from "@/domain/roles";
import table from "@/ui/table.module.css";
import classes from "./access.module.css";

/** Deeds, and the number of the first role of `ROLES` that may do them. */
const DEEDS: readonly [deed: string, from: number][] = [
  ["See sensors, graphs and statistics; export", 0],
  ["Add, rename, order and archive sensors", 1],
  ["Install channels, replace devices, see rejects", 1],
  ["Set limits", 2],
  ["Connect devices, make their passwords", 2],
  ["Grant access", 2],
];

export function RoleTable() {
  return (
    <section aria-labelledby="what-a-role-may">
      <h2 id="what-a-role-may">What a role may do</h2>
      <table className={`${table.table} ${classes.deeds}`}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Deed</span>
            </th>
            {ROLES.map((role) => (
              <th key={role} scope="col">
                {ROLE_NAMES[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DEEDS.map(([deed, from]) => (
            <tr key={deed}>
              <th scope="row">{deed}</th>
              {ROLES.map((role, rank) => (
                <td key={role}>
                  {rank >= from ? (
                    <>
                      <Icon name="check" />
                      <span className="visually-hidden">yes</span>
                    </>
                  ) : (
                    <>
                      <span aria-hidden="true">·</span>
                      <span className="visually-hidden">no</span>
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.small}>
        A change takes effect within seconds, also on open pages. Sites are created, renamed and
        archived by administrators.
      </p>
    </section>
  );
}
