//! Comparing: from the ledger alone, of one realm, and with what one policy told of a type that another left out.

use berth_core::account::Realm;
use berth_core::compare::Commitment;
use berth_core::desk::Pick;
use berth_core::draft::Draft;
use berth_core::error::Code;
use berth_core::policy::{Instance, PolicyId, PolicyRecord, Source};
use berth_core::quote::{QuoteId, Term};
use uuid::Uuid;

use crate::support::*;

fn picked(world: &World, id: &PolicyId) -> Pick {
    Pick::Policy { account: world.account, id: id.clone() }
}

#[tokio::test]
async fn a_policy_is_compared_without_a_word_to_anybody_and_a_silent_one_by_what_its_type_is_known_for() {
    let world = World::new().await;
    let mut silent = sample();
    silent.id = PolicyId::parse("sc_silent").unwrap();
    silent.instance = Instance { kind: silent.instance.kind.clone(), quantity: Some(3), ..Instance::default() };
    let record = PolicyRecord::new(world.account, silent, Source::Tracked, world.desk.now());
    {
        let mut book = world.ledger.book.lock().unwrap();
        book.policies[0].policy.instance.vcpu = Some(2);
        book.policies.push(record.clone());
    }

    let picks = [picked(&world, &record.policy.id), picked(&world, &policy_id())];
    let columns = world.desk.compare(Realm::Live, &picks).await.unwrap();
    let told: Vec<_> = columns.iter().map(|column| (column.commitment, column.machines, column.vcpus)).collect();
    assert_eq!(told, [(Commitment::Window, Some(3), Some(6)), (Commitment::Window, Some(2), Some(4))]);
    assert!(world.vendor.delivered.lock().unwrap().is_empty());
    assert!(world.ledger.book.lock().unwrap().entries.is_empty(), "a look leaves no trace");
}

#[tokio::test]
async fn a_draft_is_compared_by_its_hours_and_by_what_its_type_is_known_for_and_has_no_price() {
    let world = World::new().await;
    world.ledger.book.lock().unwrap().policies[0].policy.instance.vcpu = Some(2);
    let pick = |draft| Pick::Draft { account: world.account, draft: Box::new(draft) };
    let typed = Draft { quantity: "3".into(), ..crate::draft() };
    let unfinished = Draft { quantity: "lots".into(), ..crate::draft() };
    let columns = world.desk.compare(Realm::Live, &[pick(typed), pick(unfinished)]).await.unwrap();
    let told: Vec<_> = columns.iter().map(|column| (column.machines, column.vcpus)).collect();
    assert_eq!(told, [(Some(3), Some(6)), (None, None)], "of one that does not hold nothing is known");
    assert_eq!(columns[0].hours.unwrap().to_string(), "71.25");
    assert!(columns.iter().all(|column| column.total.is_none() && column.hourly.is_none() && column.against.is_none()));
    assert!(world.vendor.delivered.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_of_another_realm_or_gone_is_not_found() {
    let world = World::new().await;
    let gone = QuoteId(Uuid::from_u128(7));
    for (realm, pick) in [
        (Realm::Sandbox, picked(&world, &policy_id())),
        (Realm::Live, picked(&world, &PolicyId::parse("sc_gone").unwrap())),
        (Realm::Sandbox, Pick::Draft { account: world.account, draft: Box::default() }),
        (Realm::Live, Pick::Term { quote: gone, term: Term::Months12 }),
        (Realm::Live, Pick::PayAsYouGo { quote: gone }),
    ] {
        let failure = world.desk.compare(realm, std::slice::from_ref(&pick)).await.unwrap_err();
        assert_eq!(failure.code, Code::NotFound, "{pick:?}");
    }
}

#[tokio::test]
async fn more_than_a_dozen_are_too_many() {
    let world = World::new().await;
    let picks = |count| vec![picked(&world, &policy_id()); count];
    assert_eq!(world.desk.compare(Realm::Live, &picks(12)).await.unwrap().len(), 12);
    assert_eq!(world.desk.compare(Realm::Live, &picks(13)).await.unwrap_err().code, Code::InvalidInput);
    assert_eq!(world.desk.compare(Realm::Live, &[]).await.unwrap(), []);
}
