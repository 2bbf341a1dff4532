// How to give the broker its accounts again without a new password for any device.
import classes from "./broker-page.module.css";

export function RenderHelp() {
  return (
    <section className={classes.help} aria-labelledby="render">
      <h2 id="render">Render and restart</h2>
      <p>
        The broker takes a password’s hash only when it starts. The file that it reads then is made
        from the database, so that no device needs a new password:
      </p>
      <ol>
        <li>Stop the broker. Devices reconnect by themselves once it is back.</li>
        <li>
          Render its file where the broker keeps it, with worker’s settings and the services’
          passwords:
          <pre>
            <code>isotherm-worker render-accounts dynamic-security.json</code>
          </pre>
        </li>
        <li>
          Start the broker. Where it is started through{" "}
          <code>isotherm-worker render-accounts FILE -- mosquitto -c …</code>, a restart alone does
          all of this.
        </li>
      </ol>
    </section>
  );
}
