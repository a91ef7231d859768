// Written by src-tauri/ipc/tests/types.rs from the Rust types; do not edit.

export type TrayState = "off" | "shown" | "absent";
export type ErrorCode = "offline" | "unauthorized" | "rate_limited" | "price_changed" | "over_limit" | "safe_mode" | "refused" | "already_running" | "outcome_unknown" | "vault_locked" | "vault_missing" | "vault_denied" | "vault_timeout" | "invalid_input" | "not_found" | "ledger_failed" | "aborted" | "internal";
export type ErrorEffect = "none" | "unknown" | "applied";
export type Vendor = "cloudidr" | "gcore";
export type Realm = "sandbox" | "live" | "test";
export type Keep = "keychain" | "until_quit";
export type Payment = "unknown" | "card" | "bank";
export type Colour = "blue" | "teal" | "green" | "amber" | "orange" | "red" | "pink" | "violet";
export type Operation = "reserve" | "purchase" | "cancel" | "configure" | "renew" | "create" | "withdraw";
export type AttemptState = "drafted" | "recorded" | "sent" | "confirmed" | "refused" | "unknown" | "absent";
export type ReasonPart = "owner" | "ticket" | "purpose" | "note" | "tags";
export type Verdict = "done" | "not_done";
export type Limit = "purchase" | "day" | "month";
export type Stage = "ready" | "lapsed" | "scheduled" | "running" | "ended" | "cancelled" | "unknown";
export type PolicySource = "reserved" | "tracked" | "shipped";
export type Renewal = "off" | "one-day" | "one-week" | "one-month";
export type Baseline = "plausible" | "too_far" | "out_of_line" | "below" | "not_a_price";
export type FlavorKind = "bare_metal" | "gpu_bare_metal" | "gpu_virtual";
export type Group = "doubt" | "underway" | "attention" | "ready" | "running" | "scheduled" | "unknown" | "lapsed" | "ended" | "cancelled";
export type WallSort = "urgency" | "name" | "start" | "end" | "price" | "saving" | "created";
export type WallBy = "status" | "account" | "vendor" | "region" | "family" | "owner";
export type TimelineEvent = "free_ends" | "starts" | "ends" | "renews";
export type Bucket = "day" | "week" | "month";
export type Dimension = "account" | "vendor" | "family" | "region" | "owner";
export type FreeCancel = { kind: "open"; until: string } | { kind: "maybe"; until: string } | { kind: "passed"; since: string } | { kind: "unknown" };
export type DraftField = keyof DraftRequest;
export type LaunchField = keyof LaunchRequest;

/** What is said below the page: each sentence by its English, with its places. */
export interface Sentences {
  "": {};
  " It belongs to {email}.": { email: string; };
  " It says: “{message}”": { message: string; };
  " Of these policies only the id is left, to be tracked by it: {ids}.": { ids: string; };
  " The account is {status}.": { status: string; };
  " Write down the policy's id: {id}.": { id: string; };
  " Write this down: {note}": { note: string; };
  "1 free-cancel window closes within 2 min": {};
  "1 free-cancel window closes within 5 min": {};
  "1 policy has ended": {};
  "1 policy has started": {};
  "1 policy renews by itself within a day": {};
  "1 request is in doubt": {};
  "A VPC's id begins with vpc-, then letters and digits.": {};
  "A currency is three letters, such as USD or EUR. Nothing was changed.": {};
  "A date is needed.": {};
  "A disk's size is a whole number from 1 to 65536.": {};
  "A file is being chosen already. Nothing was done. Finish that first.": {};
  "A file of this name is there already. It was not touched, and nothing was written. Choose another name.": {};
  "A key pair's name is one line of at most 255 plain letters.": {};
  "A limit is a decimal number, such as 250.00. Nothing was changed.": {};
  "A limit is zero or more. Nothing was changed.": {};
  "A name is one line of at most 200 characters.": {};
  "A rate is a number above zero, such as 1.0845.": {};
  "A request is on its way to a vendor. The ledger is as it was. Wait for the answer, then restore the backup.": {};
  "A request is under way.": {};
  "A request on {id} is under way, and its answer may change it. Nothing was saved. Wait for the answer, then save again.": { id: string; };
  "A security group's id begins with sg-, then letters and digits.": {};
  "A test endpoint is http://127.0.0.1:PORT or http://[::1]:PORT, nothing else. Nothing was changed.": {};
  "A token or password is a single line. Nothing was changed.": {};
  "A zone id such as usw2-az1 is needed; a zone name such as us-west-2a is something else.": {};
  "An AWS account number has twelve digits.": {};
  "An earlier request for the same thing is still under way or in doubt. Nothing was sent. Settle that one first.": {};
  "An earlier request is in doubt. Settle it first.": {};
  "An image's id begins with ami-, then letters and digits.": {};
  "An instance type such as c5.large is needed.": {};
  "At {end} the vendor buys a successor, which costs money. Until then auto-renewal can be turned off.": { end: string; };
  "Berth can notify you": {};
  "Berth cannot read this name of a read. Nothing was sent.": {};
  "Berth cannot read this {what}. Nothing was sent.": { what: string; };
  "Berth does not know this {what}. Nothing was sent.": { what: string; };
  "Berth is reading too many things at once already. Nothing was sent. Try again in a moment.": {};
  "Berth stopped because something happened that should not. Nothing further was sent. Restart Berth, and report the reference if it happens again.": {};
  "Cancelling costs nothing until {until}. After that it may.": { until: string; };
  "Choose a backup": {};
  "Choose a list of ids": {};
  "Choose an operating system.": {};
  "Choose at most twelve offers to compare. Nothing was sent.": {};
  "Cloudidr signed {user} in.": { user: string; };
  "Cloudidr takes whole hours from UTC, from -12 to 14. How half hours are meant is not documented.": {};
  "Each line needs a machine type and a count from 1 to 10000.": {};
  "Enter the policy's id as the vendor's console shows it: it is its only handle.": {};
  "Enter the user name or e-mail address. Nothing was kept.": {};
  "Fill in at least one field. An empty one is not sent.": {};
  "Gcore accepts the token.{whose}{status}": { status: string; whose: string; };
  "Gcore documents this request only in part, and the account does not allow such requests. Nothing was sent. Allow them in the account's settings if you mean to go on.": {};
  "Gcore lists no project of this account, and without one it tells no ordinary prices. Nothing was changed. Make a project in its console.": {};
  "Gcore refused, which is also how it says that none is left. Nothing was changed.{words}": { words: string; };
  "Gcore shows no price for this basket and term, so Berth does not ask for it. Nothing was reserved. Ask Gcore, or change the basket.": {};
  "Gcore takes an API token. Nothing was kept. Paste one.": {};
  "Give the account a name of one line and at most 60 characters.": {};
  "Give the policy a name that you will know it by.": {};
  "Give the reservation a name of one line and at most {most} characters. Nothing was sent.": { most: string; };
  "How many machines: a whole number from 1 to 10000.": {};
  "In doubt: cancellation of {name}": { name: string; };
  "In doubt: change of auto-renewal of {name}": { name: string; };
  "In doubt: change of launch details of {name}": { name: string; };
  "In doubt: commitment of {name}": { name: string; };
  "In doubt: purchase of {name}": { name: string; };
  "In doubt: request of {name}": { name: string; };
  "In doubt: reserving of {name}": { name: string; };
  "In doubt: withdrawal of {name}": { name: string; };
  "It began at {began}.": { began: string; };
  "It began at {began}. Its window ends at {end} ({left}).": { began: string; end: string; left: string; };
  "It is bought already.": {};
  "It is cancelled.": {};
  "It is over.": {};
  "It is over; there is nothing left to cancel.": {};
  "Its start has passed and it was not bought.": {};
  "Its start has passed. Reserve a new window instead.": {};
  "Its window ended at {ended}.": { ended: string; };
  "Its window ended at {ended}. It was to renew by itself: look up whether it has a successor.": { ended: string; };
  "Less than {minutes} min to cancel {name} for free": { minutes: string; name: string; };
  "No credentials of this account were found; those kept until you quit are gone after a restart. Nothing was sent. Enter them again in the account's settings.": {};
  "No keychain was found on this system, so the credentials could not be kept or read. Nothing was sent. Install GNOME Keyring or KWallet and create a default keyring, or keep the credentials until you quit.": {};
  "Nobody can tell whether it was done. Do not repeat it elsewhere: Berth shows how to find out.": {};
  "Nothing is coming": {};
  "Nothing was entered. Nothing was changed.": {};
  "Open": {};
  "Open Berth": {};
  "Put at least one machine type into the basket, and at most fifty.": {};
  "Quit Berth": {};
  "Reading was stopped before the answer came. Nothing was changed. Read again when you like.": {};
  "Sandbox: {said}": { said: string; };
  "Save as": {};
  "Say which day the rate is of.": {};
  "Several at once: {parts}": { parts: string; };
  "Test: {said}": { said: string; };
  "The account's credentials were removed.": {};
  "The backup was restored, and then the ledger could not be written. What was on its way stays locked. Restart Berth, and check the disk.": {};
  "The cancellation took effect and is in the ledger, but the request in doubt could not be settled by it. Settle it on the card once the ledger can be written again.": {};
  "The credentials of this account were removed. Nothing was sent. Enter them again in the account's settings.": {};
  "The disk failed while the backup took the ledger's place. The ledger of before lies beside it, whole. Restart Berth before you do anything else, and check the disk.": {};
  "The end lies after the start.": {};
  "The file could not be written. The ledger is as it was. Choose another place, or make room on the disk.": {};
  "The keychain did not answer in time. Nothing was sent. A question of the keychain may be waiting behind this window; answer it, then try again.": {};
  "The keychain did not give back what was stored in it, so Berth does not rely on it. Nothing was sent. Check the keychain, or keep the credentials until you quit.": {};
  "The keychain is locked, so the credentials could not be kept or read. Nothing was sent. Unlock it, then try again.": {};
  "The keychain refused access, so the credentials could not be kept or read. Nothing was sent. Allow Berth in the keychain's settings, then try again.": {};
  "The ledger and this backup contradict each other about a request that may have cost money, so the backup was not restored. The ledger is as it was. Settle what is in doubt first, or keep the ledger that you have.": {};
  "The ledger can be read but not written ({reason}), so nothing can be bought or changed. Close other windows of Berth, make room on the disk, give Berth the right to write or install the newest Berth, then restart it.": { reason: string; };
  "The ledger can be read but not written, so Berth does not send anything that could change something. Nothing was sent. Make room on the disk, give Berth the right to write or install the newest Berth, then restart it.": {};
  "The ledger can be read but not written, so nothing was saved. What was there is as it was. Make room on the disk, give Berth the right to write or install the newest Berth, then restart it.": {};
  "The ledger could not be read or written, so Berth did not go on. Nothing was sent. Check the disk, then try again.": {};
  "The ledger was damaged. It was set aside beside the new one as {name}, whole and untouched.": { name: string; };
  "The ledger was written by a newer Berth and holds what this one cannot read. It is as it was, and nothing was sent. Install the newest Berth.": {};
  "The notes on this policy were changed from elsewhere at this very moment. Nothing was written over, and nothing was saved. Look at them as they are now, then save again.": {};
  "The policy is no longer as you saw it. Nothing was sent. Open the review again.": {};
  "The policy would have more than {most} tags. Take some away first.": { most: string; };
  "The price cannot be weighed against the account's limits. Nothing was sent. Check the account's currency and limits.": {};
  "The price is no longer the one you saw. Nothing was reserved. Open the review again.": {};
  "The price is no longer the one you saw. Nothing was sent. Open the review again.": {};
  "The reservation is no longer as you saw it. Nothing was withdrawn. Open the review again.": {};
  "The same request is already under way. Nothing was sent a second time. Wait for its answer.": {};
  "The sandbox could not be started on this machine. Nothing was sent. Restart Berth.": {};
  "The sandbox is part of Berth and has no credentials to forget.": {};
  "The settings could not be written; they hold until Berth quits. Nothing else was affected. Check the disk.": {};
  "The start has passed.": {};
  "The tag that begins with {begins} has more than {most} characters.": { begins: string; most: string; };
  "The tag {tag} has a comma in it. A comma separates two tags.": { tag: string; };
  "The time for free cancellation has run out since you opened this. Nothing was sent. Open it again and decide with the fee in mind.": {};
  "The token is kept. Cloudidr offers no call that tests a pasted token without changing something, so it is untested until its first use.": {};
  "The {what}. Nothing was sent. Type it exactly as shown.": { what: string; };
  "These are more than 20,000 policies. Nothing was changed. Choose fewer of them.": {};
  "This account has spending limits, and the price is not known, so they cannot be checked. Nothing was sent. Remove the limits in the account's settings if you mean to buy without them.": {};
  "This account is at Cloudidr, which has no such prices. Nothing was sent. Choose a Gcore account.": {};
  "This account is at Cloudidr, which has no such reservations. Nothing was sent. Choose a Gcore account.": {};
  "This account is at Gcore, which has no FlexCompute policies. Nothing was sent. Choose a Cloudidr account.": {};
  "This account is being changed or spent from at this very moment. Nothing was sent or changed. Try again.": {};
  "This account is in safe mode, in which nothing can be bought. Nothing was sent. Turn safe mode off in the account's settings if you mean to buy.": {};
  "This backup is no longer under review. The ledger is as it was. Choose the backup again.": {};
  "This cannot be a policy's id: one is made of letters, digits, - and _, such as sc_830349911839. Nothing was sent.": {};
  "This cannot be asked for. {why} Nothing was sent.": { why: string; };
  "This date is too far away.": {};
  "This day has not come yet.": {};
  "This file cannot be read as a text of at most 4 MB. Nothing was tracked. Save the list as CSV in UTF-8.": {};
  "This file is no list of ids. Nothing was tracked. Put one id on each line, or save the table as CSV.": {};
  "This file is not a sound backup of a ledger that this Berth can read. The ledger is as it was. Choose another file.": {};
  "This has a character that cannot be seen. Type it anew instead of pasting it.": {};
  "This has a character that turns the direction of writing. Type it anew instead of pasting it.": {};
  "This has a line break or another character that cannot be seen. Write it on one line.": {};
  "This is a test. Nothing happened.": {};
  "This is longer than any keychain holds. Nothing was changed.": {};
  "This is {is} characters long. At most {most} are kept.": { is: string; most: string; };
  "This list has more than 20,000 rows. Nothing was tracked. Split it into several.": {};
  "This list is empty. Nothing was tracked. Choose another file.": {};
  "This policy cannot be {what}. {why} Nothing was sent.": { what: string; why: string; };
  "This policy is in the ledger already. It stays as it is, and nothing was sent.": {};
  "This request is not in doubt. Nothing was changed.": {};
  "This review is no longer open. Nothing was sent. Open it again.": {};
  "This review is older than {minutes}, so what it shows may no longer hold. Nothing was sent. Open it again.": { minutes: string; };
  "This was confirmed the moment it was shown. Nothing was sent. Read it, then confirm.": {};
  "This would pass the account's {limit} of {allowed}, which leaves {left}. Nothing was sent. Raise the limit in the account's settings if you mean to buy.": { allowed: string; left: string; limit: string; };
  "Times lie on a quarter hour: 00, 15, 30 or 45 minutes.": {};
  "While nobody was looking: {parts}": { parts: string; };
  "Write down where you saw it, in at most 2000 characters.": {};
  "Your account {label} has this policy too, and there {what}. Nothing was sent. Go on there.": { label: string; what: string; };
  "a minute": {};
  "a request on it is open or in doubt": {};
  "a while": {};
  "did not take effect": {};
  "is in doubt": {};
  "it is bought already": {};
  "limit for one day (UTC)": {};
  "limit for one month (UTC)": {};
  "limit for one purchase": {};
  "ten minutes": {};
  "took effect": {};
  "{Operation} {what}, but the ledger could not be written.{id} Berth will ask about it at its next start. Make room on the disk, then restart it.": { Operation: string; id: string; what: string; };
  "{count} free-cancel windows close within 2 min": { count: string; };
  "{count} free-cancel windows close within 5 min": { count: string; };
  "{count} policies have ended": { count: string; };
  "{count} policies have started": { count: string; };
  "{count} policies renew by themselves within a day": { count: string; };
  "{count} requests are in doubt": { count: string; };
  "{kept} Nothing of it could be read, so the new one is empty. Do not buy again what the old one may hold.": { kept: string; };
  "{kept} Read back from it: {policies} policies and {requests} requests.{to_track} Do not buy again what may be missing.": { kept: string; policies: string; requests: string; to_track: string; };
  "{machines}. {more}": { machines: string; more: string; };
  "{names}": { names: string; };
  "{names} and {count} more": { count: string; names: string; };
  "{name} ends at {at} ({left})": { at: string; left: string; name: string; };
  "{name} has ended": { name: string; };
  "{name} has started": { name: string; };
  "{name} is free to cancel until {at} ({left})": { at: string; left: string; name: string; };
  "{name} renews by itself at {at} ({left})": { at: string; left: string; name: string; };
  "{name} renews by itself {left}": { left: string; name: string; };
  "{name} starts at {at} ({left})": { at: string; left: string; name: string; };
  "{parts}, {next}": { next: string; parts: string; };
  "{policies} of the policies would have more than {most} tags. Take some away first.": { most: string; policies: string; };
  "{recovered} of {all}": { all: string; recovered: string; };
  "{seconds} seconds": { seconds: string; };
  "{vendor} answered with something that Berth cannot read. Nothing was changed. Report the reference, so that Berth can learn it.": { vendor: string; };
  "{vendor} asks to slow down. Nothing was changed. Try again after {wait}.": { vendor: string; wait: string; };
  "{vendor} could not be reached. Nothing was changed. Check the connection, then try again.": { vendor: string; };
  "{vendor} could not be reached. Nothing was sent. Check the connection, then try again.": { vendor: string; };
  "{vendor} did not answer in time. Nothing was changed. Try again in a moment.": { vendor: string; };
  "{vendor} does not accept the credentials of this account: they are wrong or have expired. Nothing was changed. Replace them in the account's settings.": { vendor: string; };
  "{vendor} does not know this id. Nothing was changed.{words}": { vendor: string; words: string; };
  "{vendor} does not know what was asked for. Nothing was changed.{words}": { vendor: string; words: string; };
  "{vendor} gave no answer that tells whether {what} took effect. Berth will not send it again. Look in {vendor}'s console, then settle it on the card.": { vendor: string; what: string; };
  "{vendor} gave no usable answer to the sign-in. Nothing was changed. Try again in a moment.": { vendor: string; };
  "{vendor} has a fault of its own at the moment. Nothing was changed. Try again later.": { vendor: string; };
  "{vendor} refused.": { vendor: string; };
  "{vendor} refused. Nothing was changed.{words}": { vendor: string; words: string; };
  "{whys} Nothing was sent. Open the review again.": { whys: string; };
}

export type Said = { 
/**
 * The English, with `{name}` where a value belongs; the sentence is known by it.
 */
english: keyof Sentences, 
/**
 * By the names of the places.
 */
values: { [key in string]: SaidValue }, };

export type SaidValue = string | Said | SaidTime;

export type SaidTime = { 
/**
 * The moment, RFC 3339.
 */
at: string, 
/**
 * `clock`: the time of day, and the day unless it is today. `left`: how long it is until then.
 */
form: "clock" | "left", };

export type ErrorView = { 
/**
 * What kind; the page has a form for each.
 */
code: ErrorCode, 
/**
 * What happened, what was not affected, what to do, in English.
 */
message: string, 
/**
 * The same in its parts, for another language. Errors of the page have none.
 */
said?: Said, 
/**
 * Whether something was changed at the vendor.
 */
effect: ErrorEffect, 
/**
 * Whether the same thing may simply be tried again.
 */
retryable: boolean, 
/**
 * Stands in the log beside the full story.
 */
reference: string, };

export type CredentialsRequest = { "kind": "token", 
/**
 * The token.
 */
token: string, } | { "kind": "password", 
/**
 * User name or e-mail address.
 */
user: string, 
/**
 * The password.
 */
password: string, };

export type ConnectRequest = { 
/**
 * Who sells.
 */
vendor: Vendor, 
/**
 * Its name.
 */
label: string, 
/**
 * Its colour.
 */
colour: Colour, 
/**
 * `null` for the vendor's own host, else `http://127.0.0.1:PORT` or `http://[::1]:PORT`.
 */
endpoint: string | null, 
/**
 * How it proves itself.
 */
credentials: CredentialsRequest, 
/**
 * Where the secret is kept.
 */
keep: Keep, 
/**
 * Three letters; for Cloudidr an assumption of the user's.
 */
currency: string, 
/**
 * How it is paid.
 */
payment: Payment, };

export type ChangeAccountRequest = { 
/**
 * Which.
 */
account: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Its colour.
 */
colour: Colour, 
/**
 * How it is paid.
 */
payment: Payment, };

export type ReplaceCredentialsRequest = { 
/**
 * Which.
 */
account: string, 
/**
 * How it proves itself from now on.
 */
credentials: CredentialsRequest, 
/**
 * Where the secret is kept.
 */
keep: Keep, };

export type LimitsRequest = { 
/**
 * Which account.
 */
account: string, 
/**
 * The most one purchase may cost.
 */
perPurchase: string | null, 
/**
 * The most that may be spent in one UTC day.
 */
perDay: string | null, 
/**
 * The most that may be spent in one UTC month.
 */
perMonth: string | null, };

export type DraftRequest = { cloudAccount: string, zone: string, name: string, instanceType: string, platform: string, startDate: string, startTime: string, endDate: string, endTime: string, utcOffsetHours: string, quantity: string, };

export type ReserveRequest = { 
/**
 * Whose money.
 */
account: string, 
/**
 * The page's id of this draft, a UUID made when the form was opened: one open request a draft.
 */
draftId: string, 
/**
 * The fields.
 */
draft: DraftRequest, };

export type BasketLineRequest = { 
/**
 * Machine type.
 */
resource: string, 
/**
 * How many, as typed.
 */
count: string, };

export type BasketRequest = { 
/**
 * Whose billing plan.
 */
account: string, 
/**
 * Gcore's number of the region, as text.
 */
region: string, 
/**
 * Machine types and counts.
 */
lines: Array<BasketLineRequest>, 
/**
 * Whether Windows licences are wanted.
 */
windowsLicences: boolean, };

export type ReasonRequest = { 
/**
 * Who answers for it.
 */
owner: string, 
/**
 * The ticket that asked for it.
 */
ticket: string, 
/**
 * What it is for.
 */
purpose: string, };

export type ConfirmPurchaseRequest = { 
/**
 * The review's attempt.
 */
attempt: string, 
/**
 * The policy's id as typed, where the review asks for it.
 */
typedId: string, 
/**
 * Why.
 */
reason: ReasonRequest, };

export type ConfirmCancelRequest = { 
/**
 * The review's attempt.
 */
attempt: string, 
/**
 * The policy's id as typed, where the review asks for it.
 */
typedId: string, };

export type SettleRequest = { 
/**
 * Which.
 */
attempt: string, 
/**
 * What the evidence says.
 */
verdict: Verdict, 
/**
 * Where it was seen; must not be empty.
 */
note: string, 
/**
 * For a reserve that was done: the policy's id, as the vendor's console shows it.
 */
policy: string | null, };

export type OwnFolder = "data" | "logs";

export type PaintingRequest = { 
/**
 * The fingerprint of the desk that was drawn.
 */
of: string, 
/**
 * What of the wall was asked for with that desk.
 */
wall: WallRequest, 
/**
 * When time alone will make it look different, RFC 3339; never without.
 */
until: string | null, 
/**
 * What was drawn, without what ticks.
 */
nodes: Array<PaintedNode>, };

export type PaintedNode = string | [string, { [key in string]: string }, Array<PaintedNode>];

export type SettingsRequest = { 
/**
 * Light or dark.
 */
theme?: "system" | "light" | "dark", 
/**
 * The realm to show.
 */
realm?: Realm, 
/**
 * How many hours a month is taken to have; `actual` for those of the month in question.
 */
hoursPerMonth?: "730" | "744" | "actual", 
/**
 * The currency offered for a new account whose vendor names none: three letters.
 */
currency?: string, 
/**
 * How the hours of a day are counted.
 */
clock?: "system" | "12" | "24", 
/**
 * Whose clock stands first where two are shown: that of the capacity's place, or the user's.
 */
zoneFirst?: "place" | "mine", 
/**
 * How much is written to the log.
 */
logLevel?: "error" | "warn" | "info" | "debug", 
/**
 * Whether the tour of the first start was taken or declined.
 */
tourOver?: boolean, };

export type NotificationsRequest = { freeFive: boolean, freeTwo: boolean, start: boolean, end: boolean, renewal: boolean, doubt: boolean, tray: boolean, keepRunning: boolean, };

export type NotificationsView = { 
/**
 * A free-cancel window closes in five minutes.
 */
freeFive: boolean, 
/**
 * It closes in two.
 */
freeTwo: boolean, 
/**
 * A bought window begins.
 */
start: boolean, 
/**
 * It ends.
 */
end: boolean, 
/**
 * A policy renews by itself within a day.
 */
renewal: boolean, 
/**
 * A request is in doubt.
 */
doubt: boolean, 
/**
 * Whether Berth is to have an entry in the tray.
 */
tray: boolean, 
/**
 * Whether closing the window is to leave the program in the tray.
 */
keepRunning: boolean, 
/**
 * The name of what shows notifications on this desktop; `null` where nothing does.
 */
service: string | null, 
/**
 * Whether the tray's entry is shown.
 */
trayState: TrayState, };

export type OpenEvent = { 
/**
 * The realm it belongs to.
 */
realm: Realm, 
/**
 * Whose.
 */
account: string, 
/**
 * Its id.
 */
policy: string, };

export type TellEvent = { 
/**
 * The headline.
 */
title: Said, 
/**
 * The rest.
 */
body: Said, 
/**
 * If it tells that a policy can still be cancelled for nothing: which, and for how long at most.
 */
closing: ClosingView | null, };

export type ClosingView = { 
/**
 * The policy.
 */
opens: OpenEvent, 
/**
 * For how long it is open at most.
 */
seconds: number, };

export type SayEvent = { 
/**
 * Under which number it is answered.
 */
number: number, 
/**
 * The sentences, in the order of the answer.
 */
said: Array<Said>, };

export type MoneyView = { 
/**
 * Exact decimal text.
 */
amount: string, 
/**
 * Rounded half away from zero to the currency's minor digits.
 */
shown: string, 
/**
 * ISO 4217.
 */
currency: string, };

export type MomentView = { 
/**
 * RFC 3339 in UTC.
 */
at: string, 
/**
 * Minutes east of UTC.
 */
offsetMinutes: number, };

export type WindowView = { 
/**
 * Launch.
 */
start: MomentView, 
/**
 * End.
 */
end: MomentView, 
/**
 * Length in hours, decimal text.
 */
hours: string, 
/**
 * Hours times machines; `null` when the count is not known.
 */
instanceHours: string | null, };

export type LimitsView = { 
/**
 * One purchase.
 */
perPurchase: string | null, 
/**
 * One UTC day.
 */
perDay: string | null, 
/**
 * One UTC month.
 */
perMonth: string | null, };

export type AccountView = { 
/**
 * Our id.
 */
id: string, 
/**
 * Who sells.
 */
vendor: Vendor, 
/**
 * Its name.
 */
label: string, 
/**
 * Its colour.
 */
colour: Colour, 
/**
 * Its world.
 */
realm: Realm, 
/**
 * The test endpoint, where there is one.
 */
testEndpoint: string | null, 
/**
 * User name where it signs in with a password; `null` where it uses a token.
 */
user: string | null, 
/**
 * Where the secret is kept.
 */
keep: Keep, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Whether the currency is the user's assumption, the vendor naming none.
 */
currencyAssumed: boolean, 
/**
 * How it is paid.
 */
payment: Payment, 
/**
 * While on, nothing of this account can spend.
 */
safeMode: boolean, 
/**
 * What it may spend.
 */
limits: LimitsView, 
/**
 * Whether requests may be sent that the vendor documents only in part.
 */
partlyDocumented: boolean, 
/**
 * When its credentials last worked.
 */
testedAt: string | null, 
/**
 * Whether its secret was removed; its rows stay.
 */
forgotten: boolean, };

export type AnswerView = { 
/**
 * HTTP status.
 */
status: number, 
/**
 * The body as text.
 */
body: string, 
/**
 * When it came, RFC 3339 in UTC.
 */
receivedAt: string, };

export type AttemptView = { 
/**
 * Our id.
 */
id: string, 
/**
 * Whose money.
 */
account: string, 
/**
 * What.
 */
operation: Operation, 
/**
 * A policy's id, or a draft's.
 */
subject: string, 
/**
 * Where it stands.
 */
state: AttemptState, 
/**
 * The price the user saw.
 */
priceSeen: MoneyView | null, 
/**
 * What was asked for: JSON text in words of ours.
 */
request: string, 
/**
 * When it was recorded, RFC 3339 in UTC.
 */
recordedAt: string, 
/**
 * When it was last handed to the network.
 */
sentAt: string | null, 
/**
 * When it reached its state.
 */
changedAt: string, 
/**
 * The last answer.
 */
answer: AnswerView | null, 
/**
 * Why it stands where it stands.
 */
note: string | null, };

export type MayView = { 
/**
 * Whether.
 */
may: boolean, 
/**
 * Why not.
 */
whyNot: Said | null, };

export type CancelFeeView = { "kind": "amount", 
/**
 * As printed.
 */
value: string, } | { "kind": "refund_percent", 
/**
 * As printed, 25 for 25 %.
 */
value: string, };

export type CancellationView = { 
/**
 * When it was answered, RFC 3339 in UTC.
 */
at: string, 
/**
 * The vendor's sentence, word for word; `null` when the answer had no body.
 */
message: string | null, 
/**
 * The figure in it.
 */
fee: CancelFeeView | null, 
/**
 * Whether it was answered inside the free window.
 */
free: boolean, };

export type ReasonView = { owner: string | null, ticket: string | null, purpose: string | null, note: string | null, tags: Array<string>, 
/**
 * When any of it was last written, RFC 3339 in UTC.
 */
saidAt: string | null, };

export type AnnotateRequest = { 
/**
 * Of which policies: all of them are changed, or none.
 */
policies: Array<PolicyRef>, owner: string | null, ticket: string | null, purpose: string | null, note: string | null, addTags: Array<string>, removeTags: Array<string>, };

export type ReasonErrorView = { 
/**
 * Which part.
 */
part: ReasonPart, 
/**
 * What is wrong, and what would be right.
 */
message: Said, };

export type AnnotatedView = { "kind": "invalid", 
/**
 * The complaints.
 */
errors: Array<ReasonErrorView>, } | { "kind": "saved", 
/**
 * Of how many policies something else is said now.
 */
changed: number, };

export type DriftView = "same" | "higher" | "lower";

export type PolicyView = { account: string, id: string, name: string | null, cloudAccount: string | null, 
/**
 * Reckoned from the vendor's last word and the clock.
 */
stage: Stage, 
/**
 * What it asks of whoever looks at it.
 */
group: Group, 
/**
 * Whether the stage follows from the clock rather than from an answer.
 */
reckoned: boolean, 
/**
 * The vendor's own words.
 */
statusWord: string | null, operatingWord: string | null, instanceType: string | null, platform: string | null, tenancy: string | null, vcpu: number | null, 
/**
 * GiB of one machine, decimal text.
 */
memory: string | null, gpu: number | null, quantity: number | null, region: string | null, zone: string | null, createdAt: string | null, window: WindowView | null, autoRenewal: boolean | null, frequency: string | null, vpc: string | null, securityGroup: string | null, image: string | null, keyPair: string | null, 
/**
 * Presumably GiB, decimal text.
 */
disk: string | null, 
/**
 * Total for the window and all machines, without processing fees.
 */
price: MoneyView | null, 
/**
 * The same on demand: the base of the saving.
 */
list: MoneyView | null, saving: MoneyView | null, 
/**
 * Percent of the list cost, two digits after the point.
 */
savingPercent: string | null, baseline: Baseline | null, 
/**
 * Per instance-hour.
 */
perHour: MoneyView | null, listPerHour: MoneyView | null, 
/**
 * Percent of the hours below which buying costs more than paying on demand.
 */
breakEvenPercent: string | null, cardFee: MoneyView | null, bankFee: MoneyView | null, priceSeen: MoneyView | null, priceCharged: MoneyView | null, drift: DriftView | null, source: PolicySource, seenAt: string, bought: boolean, boughtAt: string | null, 
/**
 * End of the free-cancel window by this machine's clock.
 */
freeCancelUntil: string | null, cancelled: CancellationView | null, reason: ReasonView, 
/**
 * The attempt that is under way or in doubt, and locks the policy.
 */
open: AttemptView | null, buy: MayView, cancel: MayView, 
/**
 * Whether its launch details and its auto-renewal can be changed.
 */
change: MayView, };

export type TotalsView = { currency: string, realised: MoneyView, realisedList: MoneyView, 
/**
 * Percent of the list cost, two digits after the point.
 */
realisedPercent: string | null, realisedUnknown: number, beforeFees: number, assumedFees: number, unknownFees: number, committed: MoneyView, committedUnknown: number, freeToCancel: MoneyView, freeToCancelCount: number, };

export type RealmView = { 
/**
 * Which.
 */
realm: Realm, 
/**
 * Connected accounts.
 */
accounts: number, 
/**
 * Attempts in doubt.
 */
doubts: number, };

export type PolicyRef = { 
/**
 * Whose.
 */
account: string, 
/**
 * Its id.
 */
policy: string, };

export type WallRequest = { 
/**
 * Words, all of which a card has to hold, whatever their case.
 */
text: string, 
/**
 * Groups.
 */
groups: Group[], 
/**
 * Ids of accounts.
 */
accounts: Array<string>, 
/**
 * Vendors.
 */
vendors: Vendor[], 
/**
 * Region codes; `null` is one that is not known.
 */
regions: Array<string | null>, 
/**
 * Instance families; `null` is one that is not known.
 */
families: Array<string | null>, 
/**
 * Owners; `null` is nobody.
 */
owners: Array<string | null>, 
/**
 * Windows that end after this, RFC 3339.
 */
from: string | null, 
/**
 * Windows that start before this, RFC 3339.
 */
until: string | null, 
/**
 * The order.
 */
sort: WallSort, 
/**
 * Whether it is turned round.
 */
descending: boolean, 
/**
 * What the cards are put together by.
 */
by: WallBy | null, };

export type CardView = { "kind": "policy", 
/**
 * The policy.
 */
policy: PolicyView, } | { "kind": "loose", 
/**
 * What it asks of whoever looks at it.
 */
group: Group, 
/**
 * The attempt.
 */
attempt: AttemptView, };

export type SectionView = { 
/**
 * A group, an account's id, a vendor, or a region, family or owner; `null` where that is not known.
 */
key: string | null, 
/**
 * How many cards it has.
 */
count: number, };

export type WallView = { 
/**
 * How many cards were found.
 */
found: number, 
/**
 * The sections they are in, one after the other; empty where nothing is put together.
 */
sections: Array<SectionView>, 
/**
 * The place of the first card of this page, counted from 0.
 */
first: number, 
/**
 * The cards from there on.
 */
cards: Array<CardView>, };

export type GroupCountView = { 
/**
 * Which.
 */
group: Group, 
/**
 * How many.
 */
count: number, };

export type FoundPolicyView = { 
/**
 * Whose.
 */
account: string, 
/**
 * Its id.
 */
policy: string, 
/**
 * Its name.
 */
name: string | null, };

export type FoundView = { 
/**
 * The policies, in order.
 */
policies: Array<FoundPolicyView>, 
/**
 * How many more there are.
 */
more: number, };

export type FacetView = { 
/**
 * An account's id, a vendor, a region, a family or an owner; `null` where that is not known.
 */
key: string | null, 
/**
 * How many cards have it.
 */
count: number, };

export type FacetsView = { accounts: Array<FacetView>, vendors: Array<FacetView>, regions: Array<FacetView>, families: Array<FacetView>, owners: Array<FacetView>, };

export type ChosenView = { 
/**
 * How many of those that were chosen there are.
 */
count: number, 
/**
 * How many have a price that is not known.
 */
unpriced: number, 
/**
 * One sum a currency.
 */
sums: Array<ChosenSumView>, 
/**
 * How many have each tag, the most frequent first.
 */
tags: Array<FacetView>, };

export type ChosenSumView = { 
/**
 * What they cost; `null` when that has more digits than can be held.
 */
price: MoneyView | null, 
/**
 * What those of them with a list cost save against it.
 */
saving: MoneyView | null, 
/**
 * How many have no list cost.
 */
unlisted: number, };

export type DeskView = { 
/**
 * The realm shown.
 */
realm: Realm, 
/**
 * Every realm that has an account, and always the sandbox and live.
 */
realms: Array<RealmView>, 
/**
 * This machine's clock at the answer, RFC 3339 in UTC.
 */
now: string, 
/**
 * Accounts of the realm, forgotten ones included while they have policies.
 */
accounts: Array<AccountView>, 
/**
 * How many cards there are.
 */
total: number, 
/**
 * How many each group has.
 */
groups: Array<GroupCountView>, 
/**
 * What was looked for on the wall: the beginning of what was found.
 */
wall: WallView, 
/**
 * The policies that ask for a look, and those that were asked for by their ids.
 */
policies: Array<PolicyView>, 
/**
 * How many policies of each account are not over, by its id.
 */
unfinished: { [key in string]: number }, 
/**
 * The soonest end of a free-cancel window among what was bought, by currency, RFC 3339 in UTC.
 */
freeUntil: { [key in string]: string }, 
/**
 * When time alone changes a card, RFC 3339 in UTC.
 */
until: string | null, 
/**
 * Attempts of the realm that have no policy to stand on: reserves under way or in doubt.
 */
loose: Array<AttemptView>, 
/**
 * One entry a currency, that of most policies first.
 */
totals: Array<TotalsView>, 
/**
 * Saved quotes, newest first.
 */
quotes: Array<QuoteView>, 
/**
 * Why the ledger cannot be written, as a sentence.
 */
readOnly: Said | null, 
/**
 * What happened to the ledger at start, as a sentence to show once.
 */
notice: Said | null, 
/**
 * The same for two answers exactly when all the rest is, `now` left aside; opaque.
 */
fingerprint: string, };

export type EntryView = { 
/**
 * Its number, as text.
 */
number: string, 
/**
 * When, RFC 3339 in UTC.
 */
at: string, 
/**
 * What happened, such as `purchase_sent`.
 */
kind: string, 
/**
 * Particulars as JSON text.
 */
body: string, };

export type PolicyDetailView = { 
/**
 * Its card.
 */
policy: PolicyView, 
/**
 * Its activity, oldest first.
 */
activity: Array<EntryView>, };

export type ActivityLineView = { 
/**
 * Its number, as text.
 */
number: string, 
/**
 * When, RFC 3339 in UTC.
 */
at: string, 
/**
 * Whose; `null` when it is about the ledger itself.
 */
account: string | null, 
/**
 * About what: a policy's id, a draft's, a quote's, an account's, or `ledger`.
 */
subject: string, 
/**
 * Whether that is a policy that is known.
 */
policy: boolean, 
/**
 * The name of that policy.
 */
name: string | null, 
/**
 * Which attempt, if any.
 */
attempt: string | null, 
/**
 * What happened, such as `purchase_sent`.
 */
kind: string, 
/**
 * Particulars as indented JSON text.
 */
body: string, };

export type ActivityPageView = { 
/**
 * Its lines, newest first.
 */
lines: Array<ActivityLineView>, 
/**
 * Whether older ones would follow.
 */
older: boolean, };

export type FieldErrorView = { 
/**
 * Which field, named as in `DraftRequest`.
 */
field: DraftField, 
/**
 * What is wrong, and what would be right.
 */
message: Said, };

export type DraftCheckView = { 
/**
 * Every complaint; empty when it can be asked for.
 */
errors: Array<FieldErrorView>, 
/**
 * The window, as soon as its own fields hold.
 */
window: WindowView | null, };

export type AlternativesView = { 
/**
 * The vendor's name of the list.
 */
list: string, 
/**
 * Its items.
 */
items: Array<AlternativeView>, };

export type AlternativeView = { 
/**
 * A readable line (`quantity 4 · zone usw2-az2`).
 */
text: string, 
/**
 * What was asked for with this in its place, where the names in it are known.
 */
draft: DraftRequest | null, };

export type ReserveView = { "kind": "invalid", 
/**
 * The complaints.
 */
errors: Array<FieldErrorView>, } | { "kind": "priced", 
/**
 * Its card.
 */
policy: PolicyView, 
/**
 * What else could be booked.
 */
alternatives: Array<AlternativesView>, } | { "kind": "unavailable", 
/**
 * What could be booked instead.
 */
alternatives: Array<AlternativesView>, };

export type LimitLeftView = { 
/**
 * Which.
 */
limit: Limit, 
/**
 * What it leaves.
 */
left: MoneyView, };

export type PurchaseReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Who pays.
 */
account: AccountView, 
/**
 * What, where, when, for how much.
 */
policy: PolicyView, 
/**
 * When the price was answered, RFC 3339 in UTC.
 */
pricedAt: string, 
/**
 * Whether free cancel is still open.
 */
freeCancel: FreeCancel, 
/**
 * What the tightest limit leaves, before this purchase.
 */
limit: LimitLeftView | null, 
/**
 * Whether the policy's id must be typed, its price not being known.
 */
typeId: boolean, };

export type PurchaseReceiptView = { 
/**
 * Its attempt.
 */
attempt: AttemptView, 
/**
 * Who paid.
 */
account: AccountView, 
/**
 * What was bought; its `drift` compares the price charged with the price seen.
 */
policy: PolicyView, };

export type PastFeeView = { 
/**
 * Of which policy.
 */
policy: string, 
/**
 * Its name.
 */
name: string | null, 
/**
 * The cancellation.
 */
cancelled: CancellationView, };

export type WorthView = { 
/**
 * What keeping it spares: those hours on demand.
 */
kept: MoneyView, 
/**
 * The fee below which cancelling pays. Below zero where no fee is that low.
 */
highestFee: MoneyView, };

export type CancelReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Whose it is.
 */
account: AccountView, 
/**
 * What is given up.
 */
policy: PolicyView, 
/**
 * Whether it is free.
 */
freeCancel: FreeCancel, 
/**
 * Hours of the window that are still ahead, decimal text; `null` when not known.
 */
hoursLeft: string | null, 
/**
 * Whether the policy's id must be typed.
 */
typeId: boolean, 
/**
 * What earlier cancellations of this realm cost, newest first.
 */
pastFees: Array<PastFeeView>, };

export type CancelReceiptView = { 
/**
 * Its attempt.
 */
attempt: AttemptView, 
/**
 * What was given up; its `cancelled` holds the vendor's words.
 */
policy: PolicyView, 
/**
 * Whether the vendor said that it had been cancelled before.
 */
already: boolean, };

export type LaunchRequest = { vpc: string, securityGroup: string, image: string, keyPair: string, disk: string, };

export type ConfirmRenewRequest = { 
/**
 * The review's attempt.
 */
attempt: string, 
/**
 * The policy's id as typed, where the review asks for it.
 */
typedId: string, };

export type LaunchErrorView = { 
/**
 * Which field.
 */
field: LaunchField, 
/**
 * What is wrong, and what would be right.
 */
message: Said, };

export type ConfigureView = { "kind": "invalid", 
/**
 * The complaints.
 */
errors: Array<LaunchErrorView>, } | { "kind": "review", 
/**
 * Frozen under its attempt's id.
 */
review: ConfigureReviewView, };

export type ConfigureReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Whose it is.
 */
account: AccountView, 
/**
 * The policy as it is known now.
 */
policy: PolicyView, 
/**
 * One line for each detail that is sent or was known.
 */
changes: Array<DetailChangeView>, };

export type DetailChangeView = { 
/**
 * Which field.
 */
field: LaunchField, 
/**
 * What is known of it now.
 */
before: string | null, 
/**
 * What is sent. `null` when nothing is, and then what the vendor makes of it is not documented.
 */
sent: string | null, };

export type RenewReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Who pays.
 */
account: AccountView, 
/**
 * What renews itself, as it is known now.
 */
policy: PolicyView, 
/**
 * What is asked for.
 */
renewal: Renewal, 
/**
 * What it spends if nobody acts; empty when the window's start is not known.
 */
exposure: Array<ExposureView>, 
/**
 * What the tightest limit leaves, when it is turned on.
 */
limit: LimitLeftView | null, 
/**
 * Whether the policy's id must be typed, its price not being known.
 */
typeId: boolean, };

export type ExposureView = { 
/**
 * How many days, of 24 hours.
 */
days: number, 
/**
 * How many windows are bought in them.
 */
renewals: number, 
/**
 * What they cost together; `null` when the price of one is not known.
 */
amount: MoneyView | null, };

export type ChangeReceiptView = { 
/**
 * Its attempt.
 */
attempt: AttemptView, 
/**
 * The policy as it is now.
 */
policy: PolicyView, 
/**
 * The vendor's sentence, if it gave one.
 */
message: string | null, };

export type RegionView = { 
/**
 * Gcore's number, as text.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Two letters.
 */
country: string | null, 
/**
 * Whether bare metal stands there; `null` when not said.
 */
bareMetal: boolean | null, 
/**
 * `ACTIVE`, `MAINTENANCE` and others.
 */
state: string | null, };

export type ReservableView = { 
/**
 * Its name, which a basket asks for.
 */
name: string, 
/**
 * Machines free now, as text; `null` when not said.
 */
available: string | null, 
/**
 * Whether it is switched off.
 */
disabled: boolean, 
/**
 * Hardware, as readable lines (`cpu 2xIntel Xeon 8468`).
 */
hardware: Array<string>, };

export type TariffView = { 
/**
 * Per hour, shown with four digits.
 */
perHour: MoneyView, 
/**
 * Per month.
 */
perMonth: MoneyView, 
/**
 * For the whole term.
 */
total: MoneyView, };

export type OfferView = { 
/**
 * 12 or 36.
 */
months: number, 
/**
 * `show`, `hide`, `error`, or a word that is new to us.
 */
status: string, 
/**
 * The reserved tariff.
 */
commit: TariffView | null, 
/**
 * Pay-as-you-go.
 */
overcommit: TariffView | null, 
/**
 * Saved a month.
 */
savingPerMonth: MoneyView | null, 
/**
 * Percent of pay-as-you-go, two digits after the point.
 */
discountPercent: string | null, 
/**
 * After how many months of full use the term costs less, one digit after the point.
 */
breakEvenMonths: string | null, 
/**
 * Whether pay-as-you-go can be believed as a base.
 */
baseline: Baseline | null, 
/**
 * Hours the vendor bills a month, decimal text.
 */
hoursPerMonth: string | null, };

export type BasketLineView = { 
/**
 * Machine type.
 */
resource: string, 
/**
 * How many.
 */
count: number, };

export type QuoteView = { 
/**
 * Our id.
 */
id: string, 
/**
 * Whose billing plan.
 */
account: string, 
/**
 * Gcore's number of the region, as text.
 */
region: string, 
/**
 * Its name as answered.
 */
regionName: string, 
/**
 * What was asked.
 */
lines: Array<BasketLineView>, 
/**
 * Whether Windows licences are in it.
 */
windowsLicences: boolean, 
/**
 * When, RFC 3339 in UTC.
 */
takenAt: string, 
/**
 * One offer a term, shortest first.
 */
offers: Array<OfferView>, };

export type AnsweredView<T> = { 
/**
 * When they were read, RFC 3339 in UTC.
 */
readAt: string, 
/**
 * The rows.
 */
rows: Array<T>, };

export type ListingView = { 
/**
 * When it was read, RFC 3339 in UTC.
 */
readAt: string, 
/**
 * The current list: tariffs, with neither id nor status nor currency.
 */
commitments: Array<CommitmentView>, 
/**
 * The older list: ids and statuses.
 */
older: OlderView, };

export type OlderView = { "kind": "read", 
/**
 * One for each reservation.
 */
rows: Array<ReservationView>, } | { "kind": "gone" } | { "kind": "unread", 
/**
 * Why, as a sentence.
 */
why: string, };

export type CommitmentView = { 
/**
 * Machine type.
 */
resource: string, 
/**
 * How many machines.
 */
count: number | null, 
/**
 * The region's name.
 */
region: string | null, 
/**
 * The reserved tariff.
 */
commit: DatedView | null, 
/**
 * The ordinary tariff beyond it.
 */
overcommit: DatedView | null, 
/**
 * Percent below the ordinary tariff, by the month for one machine; two digits after the point.
 */
discountPercent: string | null, 
/**
 * What the machines are made of, such as `cpu 2 x … · ram 2TB`.
 */
hardware: string, };

export type DatedView = { 
/**
 * From when on, RFC 3339 in UTC.
 */
from: string | null, 
/**
 * Until when, RFC 3339 in UTC.
 */
to: string | null, 
/**
 * Per month for one machine, decimal text.
 */
perMonth: string | null, 
/**
 * For all machines and the whole term, decimal text.
 */
total: string | null, };

export type ReservationView = { 
/**
 * Gcore's number of it, as text.
 */
id: string, 
/**
 * The label the user chose.
 */
name: string | null, 
/**
 * How far it has come.
 */
status: StatusView | null, 
/**
 * What may come next.
 */
next: Array<StatusView>, 
/**
 * When it was asked for, RFC 3339 in UTC.
 */
createdAt: string | null, 
/**
 * Its first day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * Its last day.
 */
to: string | null, 
/**
 * Its length in months.
 */
months: number | null, 
/**
 * The region's name, or its number.
 */
region: string | null, 
/**
 * Reserved, per month for everything in it.
 */
perMonth: MoneyView | null, 
/**
 * The same by the ordinary tariff: the base of the discount.
 */
listPerMonth: MoneyView | null, 
/**
 * Reserved, for the whole term.
 */
total: MoneyView | null, 
/**
 * Percent below the ordinary tariff, two digits after the point.
 */
discountPercent: string | null, 
/**
 * Its machines, such as `3 × bm1-hf-medium_min`.
 */
machines: Array<string>, 
/**
 * What went wrong while reserving, in the vendor's words.
 */
error: string | null, 
/**
 * When the machines are expected, where they are out of stock.
 */
eta: string | null, 
/**
 * When the vendor reminds of its end.
 */
reminder: string | null, };

export type StatusView = { "kind": "created" } | { "kind": "approved" } | { "kind": "rejected" } | { "kind": "reserved" } | { "kind": "waiting_for_payment" } | { "kind": "activated" } | { "kind": "expired" } | { "kind": "copied" } | { "kind": "other", word: string, };

export type CreateRequest = { 
/**
 * Who pays.
 */
account: string, 
/**
 * The quote that was looked at. What it asked for is priced anew.
 */
quote: string, 
/**
 * 12 or 36.
 */
months: number, 
/**
 * The label by which it will be known.
 */
name: string, };

export type CreateReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Who pays.
 */
account: AccountView, 
/**
 * The label, which is to be typed.
 */
name: string, 
/**
 * The region's name.
 */
region: string, 
/**
 * Its machines, such as `3 × bm1-hf-medium`.
 */
machines: Array<string>, 
/**
 * Whether Windows licences are wanted.
 */
windowsLicences: boolean, 
/**
 * What the vendor asks for it now.
 */
offer: OfferView, 
/**
 * What is committed to: the whole term.
 */
total: MoneyView, 
/**
 * What the quote said it would come to, where that differs.
 */
quoted: MoneyView | null, 
/**
 * What the tightest limit leaves.
 */
limit: LimitLeftView | null, };

export type CreateReceiptView = { 
/**
 * Its attempt.
 */
attempt: AttemptView, 
/**
 * The reservation as filed.
 */
reservation: ReservationView, };

export type WithdrawReviewView = { 
/**
 * Names this review when it is confirmed; works once.
 */
attempt: string, 
/**
 * Whose it is.
 */
account: AccountView, 
/**
 * What is withdrawn, as the vendor tells now. Its number is to be typed.
 */
reservation: ReservationView, };

export type WithdrawReceiptView = { 
/**
 * Its attempt.
 */
attempt: AttemptView, 
/**
 * The reservation as it was.
 */
reservation: ReservationView, };

export type TimelineRequest = { 
/**
 * Of which realm.
 */
realm: Realm, 
/**
 * What is looked for. Its order is not the timeline's; its groups are.
 */
wall: WallRequest, 
/**
 * Where the part of the axis begins, RFC 3339.
 */
from: string, 
/**
 * Where it ends, RFC 3339; after its beginning.
 */
to: string, 
/**
 * The place of the first lane, counted from 0.
 */
first: number, 
/**
 * How many lanes, 240 at most.
 */
count: number, };

export type OutsideView = { 
/**
 * How many.
 */
count: number, 
/**
 * Where the nearest of them ends or begins, RFC 3339 in UTC.
 */
at: string | null, };

export type ReachView = { 
/**
 * Its beginning.
 */
from: string, 
/**
 * Its end.
 */
to: string, };

export type NextView = { 
/**
 * When, RFC 3339 in UTC.
 */
at: string, 
/**
 * What.
 */
event: TimelineEvent, 
/**
 * Whose policy.
 */
account: string, 
/**
 * Its id.
 */
policy: string, 
/**
 * Its name.
 */
name: string | null, };

export type LaneSectionView = { "kind": "cards", 
/**
 * As a section of the wall: a group, an account's id, a vendor, or a region, family or owner; `null` where that is
 * not known.
 */
key: string | null, 
/**
 * How many lanes it has.
 */
count: number, } | { "kind": "reserved", 
/**
 * The account's id.
 */
account: string, 
/**
 * How many lanes it has.
 */
count: number, } | { "kind": "unknown", 
/**
 * How many lanes it has.
 */
count: number, };

export type LaneView = { "kind": "policy", 
/**
 * The policy.
 */
policy: LanePolicyView, } | { "kind": "loose", 
/**
 * What it asks of whoever looks at it.
 */
group: Group, 
/**
 * The attempt.
 */
attempt: AttemptView, 
/**
 * What it asked for, as far as it can be read.
 */
asked: AskedView | null, } | { "kind": "reserved", 
/**
 * The row.
 */
reserved: LaneReservedView, };

export type LanePolicyView = { account: string, id: string, name: string | null, stage: Stage, group: Group, instanceType: string | null, quantity: number | null, region: string | null, price: MoneyView | null, window: WindowView | null, heldUntil: string | null, cancelledAt: string | null, freeUntil: string | null, maybeUntil: string | null, renewals: Array<string>, renewsSomehow: boolean, };

export type AskedView = { name: string, instanceType: string, quantity: number, zone: string, window: WindowView, };

export type LaneReservedView = { 
/**
 * Whose.
 */
account: string, 
/**
 * Gcore's number of it, as text; `null` in the list that tells none.
 */
id: string | null, 
/**
 * The label the user chose.
 */
name: string | null, 
/**
 * Its machines, such as `3 × bm1-hf-medium_min`.
 */
machines: Array<string>, 
/**
 * The region's name, or its number.
 */
region: string | null, 
/**
 * How far it has come; `null` in the list that tells none.
 */
status: StatusView | null, 
/**
 * From when to when; days of UTC in the older list.
 */
reach: ReachView | null, 
/**
 * What it costs for the whole term.
 */
total: MoneyView | null, };

export type TimelineView = { 
/**
 * How many were found, wherever they lie.
 */
found: number, 
/**
 * How many of them have a lane: they reach into the part, or their window is not known.
 */
shown: number, 
/**
 * How many lie before the part.
 */
before: OutsideView, 
/**
 * How many lie after it.
 */
after: OutsideView, 
/**
 * From where to where all of them reach.
 */
extent: ReachView | null, 
/**
 * The next thing that happens to what was found.
 */
next: NextView | null, 
/**
 * The sections of the lanes, one after the other.
 */
sections: Array<LaneSectionView>, 
/**
 * The place of the first lane of this page, counted from 0.
 */
first: number, 
/**
 * The lanes from there on.
 */
lanes: Array<LaneView>, };

export type ProjectView = { 
/**
 * Gcore's number, as text.
 */
id: string, 
/**
 * Its name, or its number.
 */
name: string, 
/**
 * What the vendor says of its state, unless that is `ACTIVE`.
 */
state: string | null, };

export type CatalogueView = { 
/**
 * When they were read, RFC 3339 in UTC.
 */
readAt: string, 
/**
 * For which project: Gcore's number, as text.
 */
project: string, 
/**
 * The vendor's three lists, in the order in which they were read.
 */
lists: Array<FlavorListView>, };

export type FlavorListView = { 
/**
 * Which.
 */
kind: FlavorKind, 
/**
 * Its machine types.
 */
rows: Array<FlavorView>, 
/**
 * Why it could not be read, as a sentence; then it has no rows.
 */
unread: string | null, };

export type FlavorView = { 
/**
 * Its name.
 */
name: string, 
/**
 * `linux`, `windows` or another word of the vendor's.
 */
os: string | null, 
/**
 * Whether it is switched off.
 */
disabled: boolean, 
/**
 * Hardware, as readable lines (`cpu 2xIntel Xeon 8468`).
 */
hardware: Array<string>, 
/**
 * Processors of one machine, as text.
 */
vcpus: string | null, 
/**
 * Memory of one machine in GiB, decimal text.
 */
memory: string | null, 
/**
 * Accelerators of one machine, as text.
 */
gpus: string | null, 
/**
 * Machines free now, as text.
 */
free: string | null, 
/**
 * Machines free out of the account's reservations, as text.
 */
reserved: string | null, 
/**
 * The ordinary price of one machine per hour.
 */
perHour: OrdinaryPriceView, 
/**
 * The same per month; not the hourly one times anything.
 */
perMonth: OrdinaryPriceView, };

export type OrdinaryPriceView = { "kind": "shown", 
/**
 * How much.
 */
money: MoneyView, } | { "kind": "unsaid" } | { "kind": "hidden" } | { "kind": "failed" } | { "kind": "other", 
/**
 * The vendor's word.
 */
word: string, } | { "kind": "no_currency" } | { "kind": "zero" } | { "kind": "not_a_price" };

export type CostTotalsView = { 
/**
 * When it was read, RFC 3339 in UTC.
 */
readAt: string, 
/**
 * Which month, `YYYY-MM`.
 */
month: string, 
/**
 * The vendor's word on its figures: `show`, `hide`, `error` or another; `null` when it has none.
 */
status: string | null, 
/**
 * The rows in the vendor's order, those that name the same things side by side in one table.
 */
tables: Array<CostTableView>, };

export type CostTableView = { 
/**
 * What they name, in the vendor's words and order.
 */
names: Array<string>, 
/**
 * The values of each row, to the letter; `null` where the vendor says so.
 */
rows: Array<Array<string | null>>, };

export type SavingsRequest = { 
/**
 * Of which realm.
 */
realm: Realm, 
/**
 * How much time one step of the series covers.
 */
bucket: Bucket, 
/**
 * What they are broken down by.
 */
by: Dimension, };

export type StartView = { "kind": "running" } | { "kind": "month", 
/**
 * Such as `2026-04-01`.
 */
first: string, } | { "kind": "later" } | { "kind": "unknown" };

export type FigureRequest = { "kind": "realised" } | { "kind": "step", 
/**
 * How much time it covers.
 */
bucket: Bucket, 
/**
 * Its first day.
 */
first: string, } | { "kind": "earlier", 
/**
 * How much time a step covers.
 */
bucket: Bucket, } | { "kind": "undated" } | { "kind": "group", 
/**
 * Of which.
 */
by: Dimension, 
/**
 * Its key as it was handed out.
 */
key: string | null, } | { "kind": "rest", 
/**
 * Of which breakdown.
 */
by: Dimension, } | { "kind": "committed" } | { "kind": "ahead", 
/**
 * Which.
 */
start: StartView, } | { "kind": "drift" };

export type SavedRowsRequest = { 
/**
 * Of which realm.
 */
realm: Realm, 
/**
 * In which currency.
 */
currency: string, 
/**
 * Of which figure.
 */
figure: FigureRequest, 
/**
 * How many of them are there already.
 */
skip: number, };

export type SavingsView = { 
/**
 * Which realm.
 */
realm: Realm, 
/**
 * How much time a step covers.
 */
bucket: Bucket, 
/**
 * What the groups are of.
 */
by: Dimension, 
/**
 * One a currency, that of most policies first; two are never added.
 */
currencies: Array<CurrencySavingsView>, };

export type CurrencySavingsView = { 
/**
 * Of all of it together.
 */
totals: TotalsView, 
/**
 * What lies before the first step; `null` where the steps show all there is.
 */
earlier: RealisedView | null, 
/**
 * Over time, the empty steps as well.
 */
steps: Array<StepView>, 
/**
 * What has no date.
 */
undated: RealisedView | null, 
/**
 * By what was asked for, those that saved most first.
 */
groups: Array<GroupView>, 
/**
 * What lies beyond the groups.
 */
rest: RestView | null, 
/**
 * Paid for windows that have not ended, by their start.
 */
ahead: Array<AheadView>, 
/**
 * Where the charge was not the price seen.
 */
drift: DriftSumView, };

export type RealisedView = { saved: MoneyView, list: MoneyView, 
/**
 * Percent of `list`, two digits after the point.
 */
percent: string | null, policies: number, unknown: number, beforeFees: number, assumedFees: number, unknownFees: number, };

export type CommittedView = { paid: MoneyView, policies: number, unknown: number, };

export type StepView = { 
/**
 * Its first day, in UTC.
 */
first: string, 
/**
 * What was realised in it.
 */
realised: RealisedView, 
/**
 * Saved up to its end.
 */
soFar: MoneyView, };

export type GroupView = { 
/**
 * An account's id, a vendor's word, a family, a region or an owner; `null` where it is not known.
 */
key: string | null, 
/**
 * What was realised.
 */
realised: RealisedView, 
/**
 * What is ahead.
 */
committed: CommittedView, };

export type RestView = { 
/**
 * How many groups that is.
 */
groups: number, 
/**
 * What was realised.
 */
realised: RealisedView, 
/**
 * What is ahead.
 */
committed: CommittedView, };

export type AheadView = { 
/**
 * Which.
 */
start: StartView, 
/**
 * What is paid.
 */
committed: CommittedView, };

export type DriftSumView = { seen: MoneyView, charged: MoneyView, difference: MoneyView, higher: number, lower: number, same: number, unknown: number, };

export type SavedRowsView = { 
/**
 * The next of them.
 */
rows: Array<SavedRowView>, 
/**
 * How many more there are after these.
 */
more: number, };

export type SavedRowView = { 
/**
 * Whose.
 */
account: string, 
/**
 * Its id.
 */
policy: string, 
/**
 * Its name.
 */
name: string | null, 
/**
 * Where it is in its life.
 */
stage: Stage, 
/**
 * When it counts, RFC 3339 in UTC: the start of its window, the answer to its cancellation, for a drift its purchase.
 */
at: string | null, 
/**
 * What it cost; `null` for one that was cancelled.
 */
price: MoneyView | null, 
/**
 * What the same would have cost on demand.
 */
list: MoneyView | null, 
/**
 * The fee on top: for processing, or for the cancellation. `null` where it is not known.
 */
fee: MoneyView | null, 
/**
 * What it saved, net of the fee as far as that is known. `null` where nobody can tell, or nothing is realised yet.
 */
net: MoneyView | null, 
/**
 * Percent of `list`, two digits after the point.
 */
share: string | null, 
/**
 * Whether it makes a part of what was realised.
 */
realised: boolean, 
/**
 * Whether its window has not ended.
 */
ahead: boolean, 
/**
 * How its charge differed from the price seen, if it did.
 */
drift: DriftedView | null, };

export type DriftedView = { seen: MoneyView, charged: MoneyView, difference: MoneyView, };

export type PickRequest = { "kind": "policy", 
/**
 * Whose.
 */
account: string, 
/**
 * Its id.
 */
policy: string, } | { "kind": "draft", 
/**
 * Whom it would be asked of.
 */
account: string, 
/**
 * As typed.
 */
draft: DraftRequest, } | { "kind": "term", 
/**
 * The quote's id.
 */
quote: string, 
/**
 * 12 or 36.
 */
months: number, } | { "kind": "pay_as_you_go", 
/**
 * The quote's id.
 */
quote: string, };

export type RateRequest = { 
/**
 * ISO 4217.
 */
from: string, 
/**
 * A decimal number; empty for none.
 */
rate: string, 
/**
 * The day it is of, `YYYY-MM-DD`.
 */
on: string, };

export type CompareRequest = { 
/**
 * The realm that all picks are of.
 */
realm: Realm, 
/**
 * What is picked, twelve at most.
 */
picks: Array<PickRequest>, 
/**
 * How much of the hours will be used, in percent, from 1 to 100.
 */
usedPercent: number, 
/**
 * `730`, `744`, or a month such as `2026-02`.
 */
month: string, 
/**
 * The currency to show everything in, as far as there is a rate; `null` for each in its own.
 */
together: string | null, 
/**
 * The user's rates.
 */
rates: Array<RateRequest>, };

export type FigureView = { 
/**
 * The amount; `null` where it cannot be told.
 */
value: MoneyView | null, 
/**
 * Whether nothing beside it in the same currency is lower. Never without anything beside it.
 */
lowest: boolean, };

export type ConversionView = { 
/**
 * The column's own currency.
 */
from: string, 
/**
 * The one it is shown in.
 */
to: string, 
/**
 * Units of `to` for one of `from`, as typed.
 */
rate: string, 
/**
 * The day that the user says it is of, `YYYY-MM-DD`.
 */
on: string, };

export type PointView = { 
/**
 * Percent of the hours that are used, two digits after the point.
 */
usedPercent: string, 
/**
 * What it costs then.
 */
cost: MoneyView, 
/**
 * The use in thousandths of the picture's width.
 */
x: number, 
/**
 * The cost in thousandths of the picture's height.
 */
y: number, };

export type PictureView = { 
/**
 * The commitment, from no use to full use.
 */
committed: [PointView, PointView], 
/**
 * On demand, from no use to full use.
 */
onDemand: [PointView, PointView], 
/**
 * Where they meet; `null` for a commitment that costs more than the list.
 */
crossing: PointView | null, 
/**
 * On demand at the expected use.
 */
expected: PointView, };

export type ColumnView = { 
/**
 * What was picked.
 */
pick: PickRequest, 
/**
 * `null` where it has no figures at all.
 */
currency: string | null, 
/**
 * `null` where the figures are the vendor's own.
 */
conversion: ConversionView | null, 
/**
 * Machines, all of them.
 */
machines: number | null, 
/**
 * Virtual processors of all machines, as text.
 */
vcpus: string | null, 
/**
 * Accelerators of all machines, as text; `0` where the vendor says that there are none.
 */
gpus: string | null, 
/**
 * Memory of all machines in GiB, decimal text.
 */
memory: string | null, 
/**
 * How long it lasts in hours, decimal text.
 */
hours: string | null, 
/**
 * Hours times machines, decimal text.
 */
instanceHours: string | null, 
/**
 * Over all of that, before processing fees.
 */
total: MoneyView | null, 
/**
 * The processing fee on top.
 */
fee: MoneyView | null, 
/**
 * What is billed a month, where the vendor bills by the month.
 */
billed: MoneyView | null, 
/**
 * The hours of the month that the vendor bills, decimal text.
 */
billedHours: string | null, 
/**
 * An hour of one machine, shown with four digits.
 */
perInstanceHour: FigureView, 
/**
 * The same on demand.
 */
listPerInstanceHour: MoneyView | null, 
/**
 * An hour of one virtual processor, shown with four digits.
 */
perVcpuHour: FigureView, 
/**
 * An hour of one accelerator, shown with four digits.
 */
perGpuHour: FigureView, 
/**
 * A machine for a month of `CompareView.hours`.
 */
perInstanceMonth: FigureView, 
/**
 * All machines for such a month.
 */
perMonth: MoneyView | null, 
/**
 * An hour of one machine that is really used, at the expected use, shown with four digits.
 */
perUsedHour: FigureView, 
/**
 * What the cost is compared with.
 */
list: MoneyView | null, 
/**
 * Percent of the list cost that is saved at full use, two digits after the point.
 */
savingPercent: string | null, 
/**
 * The same at the expected use: the effective savings rate.
 */
effectivePercent: string | null, 
/**
 * The same with the processing fee as a part of what is paid.
 */
effectiveAfterFeePercent: string | null, 
/**
 * Percent of the hours below which it costs more than paying on demand.
 */
breakEvenPercent: string | null, 
/**
 * After how many months of full use a term costs less, one digit after the point.
 */
breakEvenMonths: string | null, 
/**
 * Whether the list can be believed.
 */
baseline: Baseline | null, 
/**
 * Its cost against use.
 */
picture: PictureView | null, };

export type RateFieldView = "rate" | "on";

export type RateErrorView = { 
/**
 * Which rate.
 */
from: string, 
/**
 * Which field of it.
 */
field: RateFieldView, 
/**
 * What is wrong, and what would be right.
 */
message: Said, };

export type CompareView = { 
/**
 * One a pick, in their order.
 */
columns: Array<ColumnView>, 
/**
 * The expected use in percent.
 */
usedPercent: number, 
/**
 * The hours that a month is taken to have.
 */
hours: string, 
/**
 * The currencies that the vendors' figures are in, by their codes.
 */
currencies: Array<string>, 
/**
 * What is wrong with the rates.
 */
complaints: Array<RateErrorView>, };

export type TestView = { 
/**
 * The account after the test.
 */
account: AccountView, 
/**
 * What was learnt.
 */
message: Said, };

export type SettingsView = { 
/**
 * Light or dark.
 */
theme: "system" | "light" | "dark", 
/**
 * The realm last shown.
 */
realm: Realm, 
/**
 * How many hours a month is taken to have; `actual` for those of the month in question.
 */
hoursPerMonth: "730" | "744" | "actual", 
/**
 * The currency offered for a new account whose vendor names none: three letters.
 */
currency: string, 
/**
 * How the hours of a day are counted.
 */
clock: "system" | "12" | "24", 
/**
 * Whose clock stands first where two are shown: that of the capacity's place, or the user's.
 */
zoneFirst: "place" | "mine", 
/**
 * How much is written to the log.
 */
logLevel: "error" | "warn" | "info" | "debug", 
/**
 * Whether the tour of the first start was taken or declined.
 */
tourOver: boolean, 
/**
 * Whether they hold only until Berth quits, because the disk did not take them.
 */
unsaved: boolean, 
/**
 * Where a file of settings that could not be read was put at this start.
 */
setAside: string | null, };

export type AboutView = { 
/**
 * Berth's version.
 */
version: string, 
/**
 * The folder of the data.
 */
folder: string, 
/**
 * Where the ledger lies.
 */
ledger: string, 
/**
 * Where the settings lie.
 */
settings: string, 
/**
 * Where the logs lie.
 */
logs: string, 
/**
 * How large they are, in bytes: the ledger with what lies beside its file, the settings, and all logs. Nothing where
 * there is none.
 */
ledgerBytes: number | null, 
/**
 * Bytes.
 */
settingsBytes: number | null, 
/**
 * Bytes.
 */
logsBytes: number | null, };

export type BrokenView = { 
/**
 * Its number, as text.
 */
number: string, 
/**
 * Its date, RFC 3339 in UTC, if that can be read.
 */
at: string | null, 
/**
 * What it says happened.
 */
kind: string, 
/**
 * Whether it is of a log that was brought in from a former ledger.
 */
former: boolean, };

export type IntegrityView = { 
/**
 * How many lines were looked at and fit, as text.
 */
entries: string, 
/**
 * The first that does not fit; `null` when the log is whole.
 */
broken: BrokenView | null, };

export type ImportView = { 
/**
 * Which file.
 */
file: string, 
/**
 * Its rows.
 */
rows: Array<ImportRowView>, };

export type ImportRowView = { 
/**
 * The line it begins on, counted from 1, as text.
 */
line: string, 
/**
 * What stands where the id should.
 */
text: string, 
/**
 * What came of it.
 */
outcome: "tracked" | "known" | "repeated" | "not_an_id", };

export type ExportView = { 
/**
 * Where it is.
 */
file: string, 
/**
 * How many lines of activity, as text.
 */
lines: string, };

export type ContentsView = { 
/**
 * How many accounts.
 */
accounts: number, 
/**
 * How many policies.
 */
policies: number, 
/**
 * How many requests that could change something.
 */
attempts: number, 
/**
 * How many of them are in doubt or on their way.
 */
open: number, 
/**
 * How many quotes.
 */
quotes: number, 
/**
 * When the newest line of its activity log was written, RFC 3339 in UTC.
 */
newest: string | null, 
/**
 * Whether that log is as it was written.
 */
whole: boolean, };

export type BackupView = { 
/**
 * Where it is.
 */
file: string, 
/**
 * What it holds.
 */
contents: ContentsView, };

export type ExaminedView = { 
/**
 * By which it is restored, once.
 */
review: string, 
/**
 * Where it is.
 */
file: string, 
/**
 * What it holds.
 */
contents: ContentsView, 
/**
 * Policies that only it knows: they come back.
 */
regained: number, 
/**
 * Policies of which the present ledger knows more, or which only it knows: they are kept.
 */
keptPolicies: number, 
/**
 * Requests of which the present ledger knows more, or which only it knows: they are kept.
 */
keptAttempts: number, 
/**
 * Requests on which both disagree: with one, it cannot be restored.
 */
contradictions: number, };

export type RestoredView = { 
/**
 * What the ledger holds now.
 */
contents: ContentsView, 
/**
 * Where the one before was put.
 */
setAside: string, };

/** Every command: its arguments and its answer. */
export interface Commands {
  show_desk: { args: { realm: Realm | null; wall: WallRequest | null; watch: PolicyRef[] }; answer: DeskView };
  show_wall: { args: { realm: Realm; wall: WallRequest; first: number; count: number }; answer: WallView };
  show_timeline: { args: { request: TimelineRequest }; answer: TimelineView };
  list_found: { args: { realm: Realm; wall: WallRequest }; answer: FoundView };
  list_facets: { args: { realm: Realm }; answer: FacetsView };
  sum_policies: { args: { realm: Realm; policies: PolicyRef[] }; answer: ChosenView };
  last_like: { args: { account: string; policy: string }; answer: PolicyView | null };
  show_policy: { args: { account: string; policy: string }; answer: PolicyDetailView };
  show_activity: { args: { realm: Realm; account: string | null; subject: string | null; kind: string | null; before: string | null }; answer: ActivityPageView };
  check_draft: { args: { draft: DraftRequest }; answer: DraftCheckView };
  draft_like: { args: { account: string; policy: string }; answer: DraftRequest };
  shift_draft: { args: { draft: DraftRequest; days: number }; answer: DraftRequest };
  known_launch: { args: { account: string; policy: string }; answer: LaunchRequest };
  check_launch: { args: { launch: LaunchRequest }; answer: LaunchErrorView[] };
  known_regions: { args: { account: string }; answer: AnsweredView<RegionView> | null };
  list_regions: { args: { account: string; read: string }; answer: AnsweredView<RegionView> };
  known_reservable: { args: { account: string; region: string }; answer: AnsweredView<ReservableView> | null };
  list_reservable: { args: { account: string; region: string; read: string }; answer: AnsweredView<ReservableView> };
  known_reservations: { args: { account: string }; answer: ListingView | null };
  list_reservations: { args: { account: string; read: string }; answer: ListingView };
  price_reservation: { args: { request: BasketRequest; read: string }; answer: QuoteView };
  list_projects: { args: { account: string; read: string }; answer: AnsweredView<ProjectView> };
  list_catalogue: { args: { account: string; region: string; project: string | null; read: string }; answer: CatalogueView };
  cost_totals: { args: { account: string; month: string; read: string }; answer: CostTotalsView };
  abort_read: { args: { read: string }; answer: null };
  compare_offers: { args: { request: CompareRequest }; answer: CompareView };
  weigh_cancel: { args: { attempt: string; hours: string }; answer: WorthView | null };
  annotate_policies: { args: { request: AnnotateRequest }; answer: AnnotatedView };
  track_policy: { args: { account: string; policy: string }; answer: PolicyView };
  read_settings: { args: {}; answer: SettingsView };
  save_settings: { args: { settings: SettingsRequest }; answer: SettingsView };
  follow_events: { args: { toTwelve: boolean; foreign: boolean }; answer: null };
  answer_words: { args: { number: number; texts: string[] }; answer: null };
  show_notifications: { args: {}; answer: NotificationsView };
  save_notifications: { args: { notifications: NotificationsRequest }; answer: NotificationsView };
  test_notification: { args: {}; answer: boolean };
  open_folder: { args: { folder: OwnFolder }; answer: boolean };
  reset_settings: { args: {}; answer: SettingsView };
  keep_page: { args: { state: string }; answer: null };
  kept_page: { args: {}; answer: string | null };
  keep_painting: { args: { painting: PaintingRequest }; answer: null };
  show_about: { args: {}; answer: AboutView };
  show_savings: { args: { request: SavingsRequest }; answer: SavingsView };
  show_saved_rows: { args: { request: SavedRowsRequest }; answer: SavedRowsView };
  verify_activity: { args: {}; answer: IntegrityView };
  close_window: { args: {}; answer: null };
  reserve_window: { args: { request: ReserveRequest }; answer: ReserveView };
  begin_purchase: { args: { account: string; policy: string }; answer: PurchaseReviewView };
  confirm_purchase: { args: { request: ConfirmPurchaseRequest }; answer: PurchaseReceiptView };
  begin_cancel: { args: { account: string; policy: string }; answer: CancelReviewView };
  confirm_cancel: { args: { request: ConfirmCancelRequest }; answer: CancelReceiptView };
  begin_configure: { args: { account: string; policy: string; launch: LaunchRequest }; answer: ConfigureView };
  confirm_configure: { args: { attempt: string }; answer: ChangeReceiptView };
  begin_renew: { args: { account: string; policy: string; renewal: Renewal }; answer: RenewReviewView };
  confirm_renew: { args: { request: ConfirmRenewRequest }; answer: ChangeReceiptView };
  begin_create: { args: { request: CreateRequest }; answer: CreateReviewView };
  confirm_create: { args: { attempt: string; typedName: string }; answer: CreateReceiptView };
  begin_withdraw: { args: { account: string; reservation: string }; answer: WithdrawReviewView };
  confirm_withdraw: { args: { attempt: string; typedNumber: string }; answer: WithdrawReceiptView };
  drop_review: { args: { attempt: string }; answer: null };
  settle_attempt: { args: { request: SettleRequest }; answer: null };
  connect_account: { args: { request: ConnectRequest }; answer: AccountView };
  test_account: { args: { account: string }; answer: TestView };
  change_account: { args: { request: ChangeAccountRequest }; answer: AccountView };
  replace_credentials: { args: { request: ReplaceCredentialsRequest }; answer: AccountView };
  forget_account: { args: { account: string }; answer: AccountView };
  set_safe_mode: { args: { account: string; on: boolean }; answer: AccountView };
  set_partly_documented: { args: { account: string; on: boolean }; answer: AccountView };
  set_limits: { args: { request: LimitsRequest }; answer: AccountView };
  export_activity: { args: {}; answer: ExportView | null };
  back_up_ledger: { args: {}; answer: BackupView | null };
  examine_backup: { args: {}; answer: ExaminedView | null };
  restore_backup: { args: { review: string }; answer: RestoredView };
  import_policies: { args: { account: string }; answer: ImportView | null };
}

/** Calls a command; rejects with an ErrorView. */
export function call<C extends keyof Commands>(command: C, args: Commands[C]["args"]): Promise<Commands[C]["answer"]>;
/** Whatever was thrown, as an ErrorView. */
export function asErrorView(thrown: unknown, command: string): ErrorView;
