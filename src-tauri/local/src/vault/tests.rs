//! The vault over keychains that misbehave.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use berth_core::account::{AccountId, Colour, Endpoint, Payment, SignIn, Vendor};
use berth_core::guard::Limits;
use berth_core::money::Currency;
use jiff::{SignedDuration, Timestamp};
use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring_core::{CredentialStore, Entry, Error};
use uuid::Uuid;

use super::*;

fn account(keep: Keep) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(7)),
        vendor: Vendor::Gcore,
        label: "Production".into(),
        colour: Colour::Red,
        endpoint: Endpoint::Vendor,
        sign_in: SignIn::Token,
        keep,
        currency: Currency::USD,
        payment: Payment::Unknown,
        safe_mode: true,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: Timestamp::UNIX_EPOCH,
        forgotten_at: None,
    }
}

fn secret(text: &str) -> Secret {
    Secret::parse(text.into()).unwrap()
}

async fn read(vault: &dyn Vault) -> Result<Option<String>, VaultError> {
    Ok(vault.read(&account(Keep::Keychain)).await?.map(|secret| secret.expose().to_owned()))
}

/// A keychain in memory that can be told to misbehave.
#[derive(Default)]
struct Chain {
    items: Mutex<HashMap<String, Vec<u8>>>,
    mood: Mutex<Mood>,
    eased: Condvar,
    built: Mutex<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Mood {
    #[default]
    Well,
    /// Nothing answers until the mood changes.
    Hanging,
    /// Every call fails with these words.
    Failing(&'static str),
    /// Stores something else than what it was given.
    Lying,
    /// A connection that was there before is of no use any more; a new one is.
    Restarted(u32),
    /// Kills the thread.
    Panicking,
}

impl Chain {
    fn feels(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        self.eased.notify_all();
    }

    /// Waits while the keychain hangs.
    fn mood(&self) -> Mood {
        *self.eased.wait_while(self.mood.lock().unwrap(), |mood| *mood == Mood::Hanging).unwrap()
    }

    fn vault(self: &Arc<Self>, deadlines: Deadlines) -> KeyringVault {
        let chain = Arc::clone(self);
        let open: Arc<OpenStore> = Arc::new(move || {
            let mut built = chain.built.lock().unwrap();
            *built += 1;
            let store: Arc<CredentialStore> = Arc::new(Store { chain: Arc::clone(&chain), number: *built });
            Ok(store)
        });
        KeyringVault::with_store("test", open, deadlines)
    }
}

struct Store {
    chain: Arc<Chain>,
    number: u32,
}

struct Item {
    chain: Arc<Chain>,
    store: u32,
    user: String,
}

impl Item {
    fn ask<R>(&self, answer: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> R) -> keyring_core::Result<R> {
        match self.chain.mood() {
            Mood::Failing(words) => Err(Error::PlatformFailure(words.into())),
            Mood::Restarted(since) if self.store <= since => Err(Error::PlatformFailure("no such session".into())),
            Mood::Panicking => panic!("a keychain that panics, on purpose"),
            _ => Ok(answer(&mut self.chain.items.lock().unwrap())),
        }
    }
}

impl CredentialApi for Item {
    fn set_secret(&self, secret: &[u8]) -> keyring_core::Result<()> {
        let kept = if self.chain.mood() == Mood::Lying { b"something else".to_vec() } else { secret.to_vec() };
        self.ask(|items| items.insert(self.user.clone(), kept)).map(drop)
    }

    fn get_secret(&self) -> keyring_core::Result<Vec<u8>> {
        self.ask(|items| items.get(&self.user).cloned())?.ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> keyring_core::Result<()> {
        self.ask(|items| items.remove(&self.user))?.map(drop).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> keyring_core::Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "test".into()
    }

    fn id(&self) -> String {
        "test".into()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> keyring_core::Result<Entry> {
        let item = Item { chain: Arc::clone(&self.chain), store: self.number, user: user.into() };
        Ok(Entry::new_with_credential(Arc::new(item)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Short enough for a test, long enough for a machine that is busy.
const SHORT: Duration = Duration::from_millis(100);

fn deadlines() -> Deadlines {
    Deadlines { read: SHORT, write: SHORT, silence: Duration::from_hours(1) }
}

fn patient() -> Deadlines {
    Deadlines { read: Duration::from_mins(1), write: Duration::from_mins(1), ..deadlines() }
}

#[tokio::test]
async fn each_account_is_kept_where_it_chose_to_be() {
    let chain = Arc::<Chain>::default();
    let vaults = Vaults::over(chain.vault(patient()));
    vaults.store(&account(Keep::UntilQuit), secret("memory")).await.unwrap();
    assert!(chain.items.lock().unwrap().is_empty(), "the keychain never hears of it");
    assert_eq!(read(&vaults).await, Ok(None));
    vaults.store(&account(Keep::Keychain), secret("keychain")).await.unwrap();
    assert_eq!(read(&vaults).await, Ok(Some("keychain".into())));
    assert_eq!(vaults.read(&account(Keep::UntilQuit)).await.unwrap().unwrap().expose(), "memory");
    assert_eq!(vaults.remove(&account(Keep::UntilQuit)).await, Ok(true));
    assert_eq!(vaults.remove(&account(Keep::UntilQuit)).await, Ok(false));
    assert_eq!(read(&vaults).await, Ok(Some("keychain".into())));
    assert_eq!(vaults.remove(&account(Keep::Keychain)).await, Ok(true));
    assert_eq!(read(&vaults).await, Ok(None));
}

#[tokio::test]
async fn a_failing_keychain_never_falls_back_to_memory() {
    let chain = Arc::<Chain>::default();
    let vaults = Vaults::over(chain.vault(patient()));
    chain.feels(Mood::Failing("SS Error: object locked"));
    let failed = vaults.store(&account(Keep::Keychain), secret("token")).await;
    assert_eq!(failed, Err(VaultError::Locked("SS Error: object locked".into())));
    chain.feels(Mood::Well);
    assert_eq!(read(&vaults).await, Ok(None));
    assert!(vaults.read(&account(Keep::UntilQuit)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_hanging_keychain_times_out_and_the_next_call_fails_at_once() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(deadlines());
    chain.feels(Mood::Hanging);
    let begun = Instant::now();
    assert_eq!(read(&vault).await, Err(VaultError::TimedOut));
    assert!(begun.elapsed() >= SHORT);

    let again = Instant::now();
    for _ in 0..20 {
        assert_eq!(read(&vault).await, Err(VaultError::TimedOut));
    }
    assert!(again.elapsed() < SHORT, "twenty calls took {:?}", again.elapsed());

    chain.feels(Mood::Well);
    for _ in 0..100 {
        if read(&vault).await == Ok(None) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never recovered");
}

#[tokio::test]
async fn a_thread_that_stays_silent_is_replaced() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(Deadlines { silence: Duration::from_millis(20), ..deadlines() });
    chain.feels(Mood::Hanging);
    assert_eq!(read(&vault).await, Err(VaultError::TimedOut));
    assert_eq!(*chain.built.lock().unwrap(), 1);
    tokio::time::sleep(Duration::from_millis(40)).await;
    assert_eq!(read(&vault).await, Err(VaultError::TimedOut));
    assert_eq!(*chain.built.lock().unwrap(), 2, "a new thread with a new store");
    chain.feels(Mood::Well);
}

#[tokio::test]
async fn a_call_that_waited_in_vain_is_not_made_later() {
    let chain = Arc::<Chain>::default();
    let vault = Arc::new(chain.vault(deadlines()));
    chain.feels(Mood::Hanging);
    let reader = {
        let vault = Arc::clone(&vault);
        tokio::spawn(async move { read(&*vault).await })
    };
    tokio::time::sleep(Duration::from_millis(5)).await;
    // Queued behind the read while that was still in time.
    assert_eq!(vault.store(&account(Keep::Keychain), secret("late")).await, Err(VaultError::TimedOut));
    assert_eq!(reader.await.unwrap(), Err(VaultError::TimedOut));
    chain.feels(Mood::Well);
    tokio::time::sleep(SHORT).await;
    assert_eq!(read(&*vault).await, Ok(None));
}

#[tokio::test]
async fn a_secret_whose_storing_nobody_waited_for_is_taken_out_again() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(deadlines());
    chain.feels(Mood::Hanging);
    assert_eq!(vault.store(&account(Keep::Keychain), secret("late")).await, Err(VaultError::TimedOut));
    chain.feels(Mood::Well);
    for _ in 0..100 {
        if read(&vault).await == Ok(None) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(chain.items.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_read_back_differently_is_not_relied_on_nor_left_behind() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(patient());
    chain.feels(Mood::Lying);
    let failed = vault.store(&account(Keep::Keychain), secret("token")).await;
    assert!(matches!(failed, Err(VaultError::Unreliable(_))), "{failed:?}");
    assert!(chain.items.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_item_that_is_no_secret_of_ours_is_not_handed_out_but_can_be_replaced() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(patient());
    for foreign in [b"\xff\xfe".to_vec(), b"two\nlines".to_vec(), Vec::new()] {
        chain.items.lock().unwrap().insert(account(Keep::Keychain).id.to_string(), foreign);
        let failed = read(&vault).await.unwrap_err();
        assert!(matches!(&failed, VaultError::Unreliable(words) if !words.contains("lines")), "{failed:?}");
    }
    vault.store(&account(Keep::Keychain), secret("token")).await.unwrap();
    assert_eq!(read(&vault).await, Ok(Some("token".into())));
}

#[tokio::test]
async fn a_keychain_that_was_restarted_is_found_again_within_the_call() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(patient());
    vault.store(&account(Keep::Keychain), secret("token")).await.unwrap();
    assert_eq!(*chain.built.lock().unwrap(), 1, "one store serves all calls");
    chain.feels(Mood::Restarted(1));
    assert_eq!(read(&vault).await, Ok(Some("token".into())));
    assert_eq!(*chain.built.lock().unwrap(), 2);
}

#[tokio::test]
async fn a_question_that_the_user_waved_away_is_not_asked_again() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(patient());
    assert_eq!(read(&vault).await, Ok(None));
    chain.feels(Mood::Failing("SS error: prompt dismissed"));
    assert!(matches!(read(&vault).await, Err(VaultError::Locked(_))));
    assert_eq!(*chain.built.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_thread_that_died_is_an_error_once_and_then_replaced() {
    let chain = Arc::<Chain>::default();
    let vault = chain.vault(patient());
    chain.feels(Mood::Panicking);
    assert!(matches!(read(&vault).await, Err(VaultError::Unreliable(_))));
    chain.feels(Mood::Well);
    assert_eq!(read(&vault).await, Ok(None));
}

#[tokio::test]
async fn a_store_that_cannot_be_built_is_built_when_it_can() {
    let up = Arc::new(Mutex::new(false));
    let chain = Arc::<Chain>::default();
    let (switch, behind) = (Arc::clone(&up), Arc::clone(&chain));
    let open: Arc<OpenStore> = Arc::new(move || {
        if !*switch.lock().unwrap() {
            return Err(Error::PlatformFailure("no secret service provider or dbus session found".into()));
        }
        let store: Arc<CredentialStore> = Arc::new(Store { chain: Arc::clone(&behind), number: 1 });
        Ok(store)
    });
    let vault = KeyringVault::with_store("test", open, patient());
    for _ in 0..2 {
        assert!(matches!(read(&vault).await, Err(VaultError::Missing(_))));
    }
    *up.lock().unwrap() = true;
    vault.store(&account(Keep::Keychain), secret("token")).await.unwrap();
    assert_eq!(read(&vault).await, Ok(Some("token".into())));
}

#[test]
fn nothing_of_the_vault_prints_a_secret() {
    let vaults = Vaults::over(Arc::<Chain>::default().vault(patient()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(vaults.store(&account(Keep::UntilQuit), secret("hunter2"))).unwrap();
    let printed = format!("{vaults:?}");
    assert!(!printed.contains("hunter2"), "{printed}");
}
