// A device whose name is that of another page below /devices.
export { default, metadata } from "@/app/(pages)/devices/[name]/page";
