//! Accounts: what is kept where, what is put in place once, and what is refused before anything is kept.

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, Realm, SignIn, Vendor};
use berth_core::desk::{Connect, Credentials};
use berth_core::error::{Code, Failure};
use berth_core::guard::Limits;
use berth_core::money::{Currency, decimal};
use berth_core::secret::Secret;

use crate::support::*;

fn secret(text: &str) -> Secret {
    Secret::parse(text.to_owned()).unwrap()
}

fn password(user: &str) -> Credentials {
    Credentials::Password { user: user.to_owned(), password: secret("hunter2") }
}

async fn connect(world: &World, vendor: Vendor, credentials: Credentials) -> Result<Account, Failure> {
    let connect = Connect {
        vendor,
        label: "production".into(),
        colour: Colour::Teal,
        endpoint: Endpoint::Vendor,
        credentials,
        keep: Keep::Keychain,
        currency: Currency::USD,
        payment: Payment::Unknown,
    };
    world.desk.connect(connect).await
}

fn known(world: &World, id: AccountId) -> Account {
    world.ledger.book.lock().unwrap().accounts.iter().find(|account| account.id == id).cloned().unwrap()
}

fn kept(world: &World) -> usize {
    world.vault.kept.lock().unwrap().len()
}

#[tokio::test]
async fn what_was_connected_is_in_the_ledger_with_its_line_and_may_not_spend_yet() {
    let world = World::new().await;
    let account = connect(&world, Vendor::Cloudidr, password(" user@example.com ")).await.unwrap();
    assert_eq!(account.sign_in, SignIn::Password { user: "user@example.com".into() });
    assert!(account.safe_mode);
    assert_eq!(known(&world, account.id), account);
    assert_eq!(world.ledger.kinds(), ["connected"]);
    assert_eq!(kept(&world), 2);
}

#[tokio::test]
async fn a_secret_whose_account_cannot_be_written_down_is_not_left_in_the_keychain() {
    let world = World::new().await;
    *world.ledger.writes_left.lock().unwrap() = Some(0);
    let failure = connect(&world, Vendor::Gcore, Credentials::Token(secret("1$5a4d"))).await.unwrap_err();
    assert_eq!(failure.code, Code::LedgerFailed);
    assert_eq!(kept(&world), 1, "that of the account that was there before");
}

#[tokio::test]
async fn what_is_no_way_to_sign_in_is_refused_before_anything_is_kept() {
    let world = World::new().await;
    let long = "é".repeat(320);
    for user in ["a", &long] {
        connect(&world, Vendor::Cloudidr, password(user)).await.unwrap();
    }
    let before = kept(&world);
    for user in [" ", "", &"é".repeat(321), &"é".repeat(400), "two\nlines"] {
        let failure = connect(&world, Vendor::Cloudidr, password(user)).await.unwrap_err();
        assert_eq!(failure.code, Code::InvalidInput, "{user:?}");
    }
    let failure = connect(&world, Vendor::Gcore, password("user@example.com")).await.unwrap_err();
    assert!(failure.message.starts_with("Gcore takes an API token."), "{failure:?}");
    assert_eq!(kept(&world), before);
}

#[tokio::test]
async fn a_limit_is_zero_or_more_and_stands_where_it_was_set() {
    let world = World::new().await;
    let limit = |text: &str| Limits { per_month: Some(decimal(text).unwrap()), ..Limits::default() };
    for text in ["0", "0.01", "500"] {
        assert_eq!(world.desk.set_limits(world.account, limit(text)).await.unwrap().limits, limit(text));
    }
    for text in ["-0.01", "-500"] {
        let failure = world.desk.set_limits(world.account, limit(text)).await.unwrap_err();
        assert_eq!(failure.code, Code::InvalidInput, "{text}");
    }
    assert_eq!(known(&world, world.account).limits, limit("500"));
    assert_eq!(world.ledger.kinds().len(), 3);
}

#[tokio::test]
async fn an_account_that_is_part_of_berth_is_put_in_place_once_and_keeps_what_was_changed_about_it() {
    let world = World::new().await;
    let model = known(&world, world.account);
    let own = Account { id: AccountId(uuid::Uuid::from_u128(2)), endpoint: Endpoint::Sandbox, ..model };
    let shipped = world.ledger.record_of(POLICY);
    let shipped = berth_core::policy::PolicyRecord { account: own.id, ..shipped };
    world.desk.furnish(&own, secret("first"), std::slice::from_ref(&shipped)).await.unwrap();
    assert_eq!(world.ledger.kinds(), ["furnished", "first_state"]);
    assert_eq!(world.ledger.book.lock().unwrap().policies.len(), 2);
    let limits = Limits { per_day: Some(decimal("10").unwrap()), ..Limits::default() };
    let changed = world.desk.set_limits(own.id, limits).await.unwrap();

    world.desk.furnish(&own, secret("second"), &[shipped]).await.unwrap();
    assert_eq!(known(&world, own.id), changed);
    assert_eq!(world.ledger.kinds(), ["furnished", "first_state", "limits_set"]);
    assert_eq!(world.vault.kept.lock().unwrap()[&(own.id, own.keep)].expose(), "second", "the token is of this start");

    let bare = Account { id: AccountId(uuid::Uuid::from_u128(3)), ..own };
    world.desk.furnish(&bare, secret("third"), &[]).await.unwrap();
    assert_eq!(world.ledger.kinds().last(), Some(&"furnished"), "no line about nothing");
    let failure = world.desk.forget(bare.id).await.unwrap_err();
    assert_eq!((failure.code, bare.realm()), (Code::Refused, Realm::Sandbox));
    assert!(world.vault.kept.lock().unwrap().contains_key(&(bare.id, bare.keep)));
}

#[tokio::test]
async fn a_secret_that_is_kept_elsewhere_from_now_on_leaves_its_old_place_last() {
    let world = World::new().await;
    let replace = |text: &str, keep| world.desk.replace(world.account, Credentials::Token(secret(text)), keep);
    let places = || {
        let kept = world.vault.kept.lock().unwrap();
        let mut places: Vec<_> = kept.iter().map(|((_, keep), secret)| (*keep, secret.expose().to_owned())).collect();
        places.sort_by_key(|(keep, _)| format!("{keep:?}"));
        places
    };
    replace("same place", Keep::Keychain).await.unwrap();
    assert_eq!(places(), [(Keep::Keychain, "same place".to_owned())]);
    replace("memory", Keep::UntilQuit).await.unwrap();
    assert_eq!(places(), [(Keep::UntilQuit, "memory".to_owned())]);

    // Of an account that was forgotten nothing is left to be emptied, and a keychain that fails then is not asked.
    world.desk.forget(world.account).await.unwrap();
    assert_eq!(places(), []);
    world.vault.kept.lock().unwrap().insert((world.account, Keep::UntilQuit), secret("somebody else's"));
    replace("again", Keep::Keychain).await.unwrap();
    assert_eq!(places(), [(Keep::Keychain, "again".to_owned()), (Keep::UntilQuit, "somebody else's".to_owned())]);
}
