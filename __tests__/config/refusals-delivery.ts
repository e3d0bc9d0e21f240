import {
  autoApplyUnprotected,
  changeLimit,
  githubApp,
  githubRepositories,
  githubSubject,
  groupNames,
} from "../../config/rules/delivery.ts";
import type { Refusal } from "./refusal.ts";

const longName = "a".repeat(99);

/** What the rules over GitHub, groups and changes refuse. */
export const deliveryRefusals: readonly Refusal[] = [
  {
    rule: autoApplyUnprotected,
    refuse: { "prod:autoApply": true },
    says: "environments.prod.autoApply: true would apply runs nobody has looked at, in an environment with deletionProtection; use false",
    accept: { "staging:autoApply": true },
  },
  {
    rule: githubApp,
    refuse: { "estate:github.app.id": "Iv1.abc" },
    says: 'github.app.id: "Iv1.abc" is not a number; copy it from the GitHub App\'s settings, in quotes',
    accept: { "estate:github.app.id": "123456" },
  },
  {
    rule: githubApp,
    refuse: { "estate:github.url": "github.example.com/api" },
    says: 'github.url: "github.example.com/api" is not the address of a GitHub Enterprise Server; write it like https://github.example.com, or leave it out for github.com',
    accept: { "estate:github.url": "https://github.example.com" },
  },
  {
    rule: githubRepositories,
    refuse: { "estate:github.repositories": { Platform: { description: "x" }, "a/b": { description: "x" } } },
    says: [
      'github.repositories.Platform: "Platform" is this repository, which is always there; take it away',
      'github.repositories.a/b: "a/b" is not letters, digits, hyphens, periods and underscores; write it like platform-gitops',
    ],
    accept: { "estate:github.repositories": { "Platform.live": { description: "x" } } },
  },
  {
    rule: githubSubject,
    refuse: { "estate:github.repository": longName },
    says: `github.repository: 99 characters make the subject of GitHub's tokens 129 bytes long (repo:acme/${longName}:environment:staging); Google Cloud takes 127; use a shorter name`,
    accept: { "estate:github.repository": "a".repeat(97) },
  },
  {
    rule: groupNames,
    refuse: { "estate:identity.groups": { operators: "Ops Team", auditors: "developers" } },
    says: [
      'identity.groups.operators: "Ops Team" is not lower-case letters, digits and single hyphens; write it like platform-operators',
      'identity.groups.auditors: "developers" is the group of developers too, and the two have different rights; use another group',
    ],
    accept: { "estate:identity.groups": { operators: "ops-team", auditors: "security" } },
  },
  {
    rule: changeLimit,
    refuse: { "estate:cost.prDeltaUsd": 0 },
    says: "cost.prDeltaUsd: 0 lets no pull request add any cost; use more than 0",
    accept: { "estate:cost.prDeltaUsd": 1 },
  },
];
