// The proposals page as text.
import { count } from "@/domain/format";

/** "3 channels are sending readings but supply no sensor yet" */
export function aboutWords(number: number, more: boolean): string {
  if (number === 1 && !more) return "1 channel is sending readings but supplies no sensor yet";
  return `${count(number)}${more ? " or more" : ""} channels are sending readings but supply no sensor yet`;
}
