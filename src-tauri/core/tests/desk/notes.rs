//! What the user says of policies: written in one step, beside whatever else happens to them, and never over it.

use berth_core::account::{Account, AccountId};
use berth_core::attempt::{Operation, State, Verdict};
use berth_core::desk::{Annotated, ConfirmPurchase, Evidence};
use berth_core::error::Code;
use berth_core::policy::{PolicyId, PolicyRecord, Reason, Source};
use berth_core::ports::{Entry, Ledger as _, LedgerError, Reworded};
use berth_core::reason::{MOST_TAGS, Part, ReasonDraft, Unfit};
use proptest::prelude::*;
use serde_json::json;

use super::support::*;
use super::{buy, cancel, draft};

fn tags(all: &[&str]) -> Vec<String> {
    all.iter().map(|tag| (*tag).to_owned()).collect()
}

async fn annotate(world: &World, draft: ReasonDraft) -> Annotated {
    world.desk.annotate(&[(world.account, policy_id())], &draft).await.unwrap()
}

fn add(world: &World, id: &str) -> PolicyId {
    let mut policy = sample();
    policy.id = PolicyId::parse(id).unwrap();
    let record = PolicyRecord::new(world.account, policy.clone(), Source::Reserved, world.desk.now());
    world.ledger.book.lock().unwrap().policies.push(record);
    policy.id
}

fn lines(world: &World, subject: &str) -> Vec<Entry> {
    let book = world.ledger.book.lock().unwrap();
    book.entries.iter().filter(|entry| entry.subject == subject).cloned().collect()
}

#[tokio::test]
async fn what_is_said_of_a_policy_changes_nothing_else_of_it_and_stands_in_its_history() {
    let world = World::new().await;
    let before = world.ledger.record_of(POLICY);
    let draft = ReasonDraft {
        owner: Some(" Ada ".into()),
        note: Some("first line\r\nsecond line\n".into()),
        add_tags: tags(&["prod", "team=data", "prod"]),
        ..ReasonDraft::default()
    };
    assert_eq!(annotate(&world, draft.clone()).await, Annotated::Saved { changed: 1 });
    let after = world.ledger.record_of(POLICY);
    let reason = Reason {
        owner: Some("Ada".into()),
        note: Some("first line\nsecond line".into()),
        tags: tags(&["prod", "team=data"]),
        said_at: Some(world.desk.now()),
        ..Reason::default()
    };
    assert_eq!(after, PolicyRecord { reason, ..before });
    let [line] = lines(&world, POLICY).try_into().unwrap();
    assert_eq!((line.kind, line.attempt), ("annotated", None));
    let told = json!({
        "before": { "owner": null, "note": null, "tags": [] },
        "after": { "owner": "Ada", "note": "first line\nsecond line", "tags": ["prod", "team=data"] },
    });
    assert_eq!(line.body, told, "what stays as it is is not told");

    world.wait(5);
    assert_eq!(annotate(&world, draft).await, Annotated::Saved { changed: 0 }, "the same again is no change");
    assert_eq!((world.ledger.record_of(POLICY), lines(&world, POLICY).len()), (after, 1));
    assert_eq!(world.vendor.deliveries(), 0, "nothing is sent");
}

#[tokio::test]
async fn what_is_left_out_stays_what_is_empty_goes_and_tags_keep_their_order() {
    let world = World::new().await;
    let first = ReasonDraft {
        owner: Some("Ada".into()),
        ticket: Some("OPS-7".into()),
        add_tags: tags(&["c", "a", "b"]),
        ..ReasonDraft::default()
    };
    annotate(&world, first).await;
    let second = ReasonDraft {
        owner: Some("  ".into()),
        add_tags: tags(&["d", "c"]),
        remove_tags: tags(&["a", "not there"]),
        ..ReasonDraft::default()
    };
    annotate(&world, second).await;
    let reason = world.ledger.record_of(POLICY).reason;
    assert_eq!((reason.owner, reason.ticket), (None, Some("OPS-7".into())));
    assert_eq!(reason.tags, tags(&["c", "b", "d"]));
}

#[tokio::test]
async fn many_policies_are_annotated_all_or_none_each_with_a_line_of_its_own() {
    let world = World::new().await;
    let other = add(&world, "sc_2");
    let twin = AccountId(uuid::Uuid::from_u128(77));
    {
        let mut book = world.ledger.book.lock().unwrap();
        let account = Account { id: twin, ..book.accounts[0].clone() };
        let record = PolicyRecord { account: twin, ..book.policies[0].clone() };
        book.accounts.push(account);
        book.policies.push(record);
    }
    let all = [(world.account, policy_id()), (world.account, other.clone()), (twin, policy_id()), (twin, policy_id())];
    let draft = ReasonDraft { add_tags: tags(&["q1"]), ..ReasonDraft::default() };
    assert_eq!(world.desk.annotate(&all, &draft).await, Ok(Annotated::Saved { changed: 3 }));
    assert_eq!((lines(&world, POLICY).len(), lines(&world, "sc_2").len()), (2, 1));
    let said = |world: &World| {
        let book = world.ledger.book.lock().unwrap();
        book.policies.iter().map(|record| record.reason.tags.clone()).collect::<Vec<_>>()
    };
    assert_eq!(said(&world), vec![tags(&["q1"]); 3]);

    // One that is not there, a disk that is full: nothing is said of any of them.
    let draft = ReasonDraft { add_tags: tags(&["q2"]), ..ReasonDraft::default() };
    let missing = [(world.account, policy_id()), (world.account, PolicyId::parse("sc_404").unwrap())];
    assert_eq!(world.desk.annotate(&missing, &draft).await.unwrap_err().code, Code::NotFound);
    *world.ledger.writes_left.lock().unwrap() = Some(0);
    let refused = world.desk.annotate(&all, &draft).await.unwrap_err();
    assert_eq!(refused.code, Code::LedgerFailed);
    assert!(refused.message.contains("nothing was saved"), "{}", refused.message);
    assert_eq!(said(&world), vec![tags(&["q1"]); 3]);
}

#[tokio::test]
async fn a_part_that_does_not_hold_is_named_and_nothing_is_written() {
    let world = World::new().await;
    let draft = ReasonDraft {
        owner: Some("ä".repeat(201)),
        ticket: Some("OPS\n7".into()),
        purpose: Some("safe\u{202e}elif".into()),
        note: Some("bell\u{7}".into()),
        add_tags: tags(&["fine", "a, b"]),
        ..ReasonDraft::default()
    };
    let Annotated::Invalid(complaints) = annotate(&world, draft).await else { panic!("it must be refused") };
    let told: Vec<_> = complaints.iter().map(|one| (one.part, one.why.clone())).collect();
    assert_eq!(
        told,
        [
            (Part::Owner, Unfit::TooLong { is: 201, most: 200 }),
            (Part::Ticket, Unfit::Unseen),
            (Part::Purpose, Unfit::Turning),
            (Part::Note, Unfit::UnseenInLines),
            (Part::Tags, Unfit::Comma { tag: "a, b".into() }),
        ]
    );
    assert!(lines(&world, POLICY).is_empty());
    assert_eq!(world.ledger.record_of(POLICY).reason, Reason::default());

    for (tag, why) in [
        ("x".repeat(65), Unfit::LongTag { begins: "x".repeat(20), most: 64 }),
        ("a\u{2029}b".into(), Unfit::Unseen),
        ("\u{2066}a".into(), Unfit::Turning),
    ] {
        let draft = ReasonDraft { add_tags: vec![tag], ..ReasonDraft::default() };
        let Annotated::Invalid(complaints) = annotate(&world, draft).await else { panic!("it must be refused") };
        assert_eq!(complaints[0].why, why);
    }
    let longest = ReasonDraft {
        owner: Some("ä".repeat(200)),
        note: Some("ä".repeat(4000)),
        add_tags: vec!["ä".repeat(64)],
        ..ReasonDraft::default()
    };
    assert_eq!(annotate(&world, longest).await, Annotated::Saved { changed: 1 });
}

#[tokio::test]
async fn a_policy_has_twenty_tags_at_most_and_those_that_would_have_more_are_counted() {
    let world = World::new().await;
    let many: Vec<_> = (0..MOST_TAGS).map(|number| format!("t{number}")).collect();
    let full = ReasonDraft { add_tags: many.clone(), ..ReasonDraft::default() };
    assert_eq!(annotate(&world, full).await, Annotated::Saved { changed: 1 });
    let other = add(&world, "sc_2");
    let one_more = ReasonDraft { add_tags: tags(&["one more"]), ..ReasonDraft::default() };
    let both = [(world.account, policy_id()), (world.account, other)];
    let Ok(Annotated::Invalid(complaints)) = world.desk.annotate(&both, &one_more).await else {
        panic!("it must be refused")
    };
    assert_eq!(complaints[0].why, Unfit::TooMany { policies: 1, most: MOST_TAGS });
    assert_eq!(world.ledger.record_of("sc_2").reason, Reason::default(), "all or none");
    let exchanged = ReasonDraft { remove_tags: tags(&["t3"]), ..one_more };
    assert_eq!(annotate(&world, exchanged).await, Annotated::Saved { changed: 1 });
    assert_eq!(world.ledger.record_of(POLICY).reason.tags.len(), MOST_TAGS);

    // Two ledgers that were joined may have left more than there may be: then some can be taken away, and none given.
    world.ledger.book.lock().unwrap().policies[0].reason.tags = (0..30).map(|number| format!("t{number}")).collect();
    let fewer = ReasonDraft { remove_tags: tags(&["t1"]), ..ReasonDraft::default() };
    assert_eq!(annotate(&world, fewer).await, Annotated::Saved { changed: 1 });
    let given = ReasonDraft { add_tags: tags(&["more"]), ..ReasonDraft::default() };
    assert!(matches!(annotate(&world, given).await, Annotated::Invalid(_)));
}

#[tokio::test]
async fn while_a_request_is_under_way_nothing_is_said_that_its_answer_would_write_over() {
    let world = World::new().await;
    let other = add(&world, "sc_2");
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    world.vendor.will(Script::Bought(bought()));
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    let draft = ReasonDraft { note: Some("meanwhile".into()), ..ReasonDraft::default() };
    let both = [(world.account, policy_id()), (world.account, other)];
    let (receipt, refused) =
        tokio::join!(world.desk.confirm_purchase(confirm), async { world.desk.annotate(&both, &draft).await });
    let refused = refused.unwrap_err();
    assert_eq!((refused.code, refused.retryable), (Code::AlreadyRunning, true));
    assert!(refused.message.contains(POLICY), "{}", refused.message);
    assert_eq!(world.ledger.record_of("sc_2").reason, Reason::default(), "all or none");

    let receipt = receipt.unwrap();
    assert_eq!(world.desk.annotate(&both, &draft).await, Ok(Annotated::Saved { changed: 2 }));
    let record = world.ledger.record_of(POLICY);
    assert_eq!(record.reason.note, Some("meanwhile".into()));
    assert_eq!(PolicyRecord { reason: receipt.record.reason.clone(), ..record }, receipt.record);
}

#[tokio::test]
async fn a_reserve_is_not_settled_as_a_policy_on_which_a_request_is_under_way() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    world.desk.reserve(world.account, uuid::Uuid::from_u128(8), &draft()).await.unwrap_err();
    let doubt = world.ledger.attempts()[0].id;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    world.vendor.will(Script::Bought(bought()));
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    let evidence =
        Evidence { attempt: doubt, verdict: Verdict::Done, note: "console".into(), policy: Some(policy_id()) };
    let (receipt, refused) =
        tokio::join!(world.desk.confirm_purchase(confirm), async { world.desk.settle(evidence.clone()).await });
    assert_eq!(refused.unwrap_err().code, Code::AlreadyRunning);
    world.desk.settle(evidence).await.unwrap();
    assert_eq!(world.ledger.record_of(POLICY), receipt.unwrap().record, "the purchase is not unsaid");
}

#[tokio::test]
async fn what_was_said_of_a_policy_before_is_there_after_everything_that_happens_to_it() {
    let world = World::new().await;
    let draft = ReasonDraft {
        owner: Some("Ada".into()),
        note: Some("keep me".into()),
        add_tags: tags(&["prod"]),
        ..ReasonDraft::default()
    };
    annotate(&world, draft).await;
    let said = world.ledger.record_of(POLICY).reason;
    world.wait(3);
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    world.vendor.will(Script::Bought(bought()));
    let asked = Reason { ticket: Some("OPS-7".into()), ..said.words() };
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: asked };
    world.desk.confirm_purchase(confirm).await.unwrap();
    let bought = world.ledger.record_of(POLICY).reason;
    assert_eq!(bought, Reason { ticket: Some("OPS-7".into()), said_at: Some(world.desk.now()), ..said });
    let asked = &world.ledger.attempts()[0].request;
    assert_eq!(asked["reason"], json!({ "owner": "Ada", "ticket": "OPS-7", "purpose": null }), "no note goes along");
    world.vendor.will(Script::Cancelled(None));
    cancel(&world, POLICY).await.unwrap();
    assert_eq!(world.ledger.record_of(POLICY).reason, bought);
}

#[tokio::test]
async fn a_word_that_was_changed_under_an_open_review_stays_unless_the_purchase_names_another() {
    let world = World::new().await;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    annotate(&world, ReasonDraft { owner: Some("Ada".into()), ticket: Some("OPS-1".into()), ..ReasonDraft::default() })
        .await;
    world.wait(2);
    world.vendor.will(Script::Bought(bought()));
    let reason = Reason { ticket: Some("OPS-2".into()), ..Reason::default() };
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason };
    world.desk.confirm_purchase(confirm).await.unwrap();
    let said = world.ledger.record_of(POLICY).reason;
    assert_eq!((said.owner, said.ticket), (Some("Ada".into()), Some("OPS-2".into())));
}

#[tokio::test]
async fn what_is_said_while_a_purchase_is_in_doubt_outlives_its_settling() {
    for by_cancel in [false, true] {
        let world = World::new().await;
        annotate(
            &world,
            ReasonDraft { owner: Some("Ada".into()), purpose: Some("batch".into()), ..ReasonDraft::default() },
        )
        .await;
        let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
        world.wait(2);
        world.vendor.will(Script::TimedOut);
        let reason = Reason { owner: Some("Bo".into()), ticket: Some("OPS-7".into()), ..Reason::default() };
        let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason };
        world.desk.confirm_purchase(confirm).await.unwrap_err();
        let meanwhile =
            ReasonDraft { ticket: Some("OPS-8".into()), add_tags: tags(&["doubt"]), ..ReasonDraft::default() };
        assert_eq!(annotate(&world, meanwhile).await, Annotated::Saved { changed: 1 }, "a doubt locks no note");
        if by_cancel {
            world.vendor.will(Script::Cancelled(Some("Early-cancellation fee = 50")));
            cancel(&world, "").await.unwrap();
        } else {
            let note = "console".into();
            let evidence = Evidence { attempt: review.attempt, verdict: Verdict::Done, note, policy: None };
            world.desk.settle(evidence).await.unwrap();
        }
        let purchase = world.ledger.attempts().into_iter().find(|one| one.operation == Operation::Purchase).unwrap();
        assert_eq!(purchase.state, State::Confirmed);
        let said = world.ledger.record_of(POLICY).reason;
        // The purchase named an owner and left the purpose out; the ticket was changed since.
        assert_eq!(
            (said.owner, said.ticket, said.purpose),
            (Some("Bo".into()), Some("OPS-8".into()), None),
            "{by_cancel}"
        );
        assert_eq!(said.tags, tags(&["doubt"]));
    }
}

#[tokio::test]
async fn what_was_said_from_elsewhere_meanwhile_is_not_written_over() {
    let world = World::new().await;
    let known = world.ledger.record_of(POLICY).reason;
    annotate(&world, ReasonDraft { note: Some("newer".into()), ..ReasonDraft::default() }).await;
    let entry = world.ledger.book.lock().unwrap().entries[0].clone();
    let after = Reason { note: Some("older".into()), ..Reason::default() };
    let late = Reworded { account: world.account, policy: policy_id(), before: known, after, entry };
    assert_eq!(world.ledger.put_reasons(&[late]).await, Err(LedgerError::Reworded(policy_id())));
    assert_eq!(world.ledger.record_of(POLICY).reason.note, Some("newer".into()));
}

#[tokio::test]
async fn safe_mode_a_removed_credential_and_the_end_of_a_policy_are_no_reason_to_say_nothing() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.vendor.will(Script::Cancelled(None));
    cancel(&world, POLICY).await.unwrap();
    world.change_account(|account| {
        account.safe_mode = true;
        account.forgotten_at = Some(account.created_at);
    });
    let saved = annotate(&world, ReasonDraft { purpose: Some("post-mortem".into()), ..ReasonDraft::default() }).await;
    assert_eq!(saved, Annotated::Saved { changed: 1 });
}

prop_compose! {
    fn a_draft()(
        owner in prop::option::of("\\PC{0,12}| *"), ticket in prop::option::of("[a-z:/.]{0,12}"),
        purpose in prop::option::of("[ -~]{0,12}"), note in prop::option::of("[ -~\\n\\t]{0,40}"),
        add_tags in prop::collection::vec("[a-c]|[ -~]{0,4}", 0..5), remove_tags in prop::collection::vec("[a-c]", 0..3),
    ) -> ReasonDraft {
        ReasonDraft { owner, ticket, purpose, note, add_tags, remove_tags }
    }
}

proptest! {
    #[test]
    fn annotating_changes_what_is_said_and_nothing_else_and_the_history_tells_all_of_it(
        drafts in prop::collection::vec((a_draft(), 0_usize..7), 1..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let all = [(world.account, policy_id()), (world.account, add(&world, "sc_2")), (world.account, add(&world, "sc_3"))];
            let mut lines_before = 0;
            for (draft, which) in drafts {
                let chosen: Vec<_> = all.iter().enumerate().filter(|(at, _)| (which + 1) >> at & 1 == 1).map(|(_, one)| one.clone()).collect();
                let before = world.ledger.book.lock().unwrap().policies.clone();
                world.wait(1);
                let came = world.desk.annotate(&chosen, &draft).await.unwrap();
                let book = world.ledger.book.lock().unwrap();
                let mut changed = 0;
                for (old, new) in before.iter().zip(&book.policies) {
                    prop_assert_eq!(&PolicyRecord { reason: old.reason.clone(), ..new.clone() }, old);
                    let touched = old.reason != new.reason;
                    changed += usize::from(touched);
                    prop_assert!(!touched || chosen.contains(&(old.account, old.policy.id.clone())));
                    prop_assert_eq!(touched, new.reason.said_at == Some(world.desk.now()));
                    let tags = &new.reason.tags;
                    prop_assert!(tags.iter().all(|tag| !tag.is_empty() && tag.trim() == tag && !tag.contains(',')));
                    prop_assert!((1..tags.len()).all(|at| !tags[..at].contains(&tags[at])));
                }
                let told = matches!(came, Annotated::Saved { changed: told } if told == changed);
                prop_assert!(told || (matches!(came, Annotated::Invalid(_)) && changed == 0));
                prop_assert_eq!(book.entries.len() - lines_before, changed);
                for entry in &book.entries[lines_before..] {
                    let at = before.iter().position(|old| old.policy.id.as_str() == entry.subject).unwrap();
                    for (told, reason) in [("before", &before[at].reason), ("after", &book.policies[at].reason)] {
                        let now = serde_json::to_value(reason).unwrap();
                        for (part, said) in entry.body[told].as_object().unwrap() {
                            let empty = if part == "tags" { json!([]) } else { json!(null) };
                            prop_assert_eq!(said, now.get(part).unwrap_or(&empty));
                        }
                    }
                }
                lines_before = book.entries.len();
            }
            Ok(())
        })?;
    }
}
