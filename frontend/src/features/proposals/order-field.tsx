// Says in which order the list is, and changes it.
import { ORDERS, orderOf, type Order } from "./order";
import classes from "./proposals-page.module.css";

export function OrderField({
  order,
  onChoose,
}: {
  order: Order;
  onChoose: (order: Order) => void;
}) {
  return (
    <label className={classes.order}>
      Order
      <select
        name="order"
        value={order}
        onChange={(event) => onChoose(orderOf(event.target.value))}
      >
        {ORDERS.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
