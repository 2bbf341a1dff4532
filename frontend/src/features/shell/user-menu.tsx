"use client";
// The account menu: name, profile, sign out.
import { Menu } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useMe } from "@/data/api/me";
import { useSeenVersion } from "@/data/seen-version";
import { VERSION } from "@/domain/version";
import { initials } from "@/ui/avatar";
import { Icon } from "@/ui/icon";
import { leave } from "@/ui/leave";
import classes from "./menu.module.css";

export function UserMenu() {
  const me = useMe().data;
  const { isNew } = useSeenVersion();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const name = me?.name ?? me?.username ?? "";
  return (
    <Menu
      position="bottom-end"
      width={250}
      classNames={{ dropdown: classes.dropdown, item: classes.item }}
    >
      <Menu.Target>
        <button type="button" className={classes.target} data-testid="account">
          <span className="visually-hidden">
            Account: {name}
            {isNew && `, new in ${VERSION}`}
          </span>
          <span className={classes.avatar} data-news={isNew || undefined} aria-hidden>
            {initials(name)}
          </span>
          <span className={classes.name} aria-hidden>
            {name}
          </span>
          <span className={classes.chevron}>
            <Icon name="down" />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{name}</b>
          <span>{me?.email ?? me?.username}</span>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="user" />}
          onClick={() => leave(() => router.push("/profile"))}
        >
          My profile
        </Menu.Item>
        <Menu.Item
          className={classes.phoneOnly}
          leftSection={<Icon name="sites" />}
          onClick={() => router.push("/sites")}
        >
          Sites & access
        </Menu.Item>
        {me?.admin && (
          <Menu.Item
            className={classes.phoneOnly}
            leftSection={<Icon name="pulse" />}
            onClick={() => leave(() => router.push("/status"))}
          >
            Status
          </Menu.Item>
        )}
        {me?.admin && (
          <Menu.Item
            leftSection={<Icon name="alert" />}
            onClick={() => leave(() => router.push("/events"))}
          >
            System events
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Icon name="info" />}
          onClick={() => leave(() => router.push("/help"))}
        >
          Help
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="tag" />}
          rightSection={isNew && <span className={classes.news}>New in {VERSION}</span>}
          onClick={() => leave(() => router.push("/about"))}
        >
          About Isotherm
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="lock" />} onClick={() => form.current?.submit()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
      <form ref={form} method="post" action="/auth/logout" className={classes.form} />
    </Menu>
  );
}
