//! The vault against a real Secret Service: a session bus and a GNOME keyring of its own, each test in a process of its
//! own with a home of its own. Nobody's real keychain is ever asked.
//!
//! Needs the packages dbus, gnome-keyring and libsecret-tools.

#![cfg(target_os = "linux")]

#[cfg(test)]
mod stories {
    use std::fs;
    use std::io::Write;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, SignIn, Vendor};
    use berth_core::guard::Limits;
    use berth_core::money::Currency;
    use berth_core::ports::{Vault, VaultError};
    use berth_core::secret::Secret;
    use berth_local::vault::{SERVICE, Vaults};
    use jiff::{SignedDuration, Timestamp};
    use uuid::Uuid;

    const HOME: &str = "BERTH_TEST_HOME";
    /// Would destroy a keyring if it were stored with a line break; all else is allowed.
    const TOKEN: &str = "1234$canary-7f3a ü\"'\\ %s";

    /// Runs one of the stories below in a process that knows no other home, bus or keyring than its own.
    fn run(story: &str) {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().canonicalize().unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args([&format!("stories::{story}"), "--exact", "--ignored", "--nocapture"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", &folder)
            .env("XDG_RUNTIME_DIR", &folder)
            .env("XDG_DATA_HOME", folder.join("data"))
            .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", folder.join("bus").display()))
            .env(HOME, &folder)
            .output()
            .unwrap();
        let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{words}");
        assert!(words.contains("1 passed"), "the story was not found: {words}");
        assert!(!words.contains("canary"), "a secret was printed: {words}");
        assert_eq!(files_with(&folder, b"canary"), Vec::<PathBuf>::new(), "a secret lies in a file");
    }

    fn files_with(folder: &Path, words: &[u8]) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files_with(&path, words));
            } else if path.is_file() && fs::read(&path).unwrap().windows(words.len()).any(|window| window == words) {
                found.push(path);
            }
        }
        found
    }

    /// A daemon that ends with its test.
    struct Daemon(Child);

    impl Drop for Daemon {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn home() -> PathBuf {
        PathBuf::from(std::env::var_os(HOME).expect("this test is only run by another one"))
    }

    /// A session bus that starts no service by itself, at the address that the environment names.
    fn bus() -> Daemon {
        let socket = home().join("bus");
        let rules = home().join("bus.conf");
        fs::write(
            &rules,
            format!(
                "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow \
                 send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
                socket.display()
            ),
        )
        .unwrap();
        let daemon = Command::new("dbus-daemon").arg("--nofork").arg("--config-file").arg(rules).spawn().unwrap();
        until("the bus is up", || socket.exists());
        Daemon(daemon)
    }

    /// A keyring on that bus. With a password its login collection is made and unlocked.
    fn keyring(password: Option<&str>) -> Daemon {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets", "--control-directory"]).arg(home().join("control"));
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut daemon = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut input = daemon.stdin.take().unwrap();
        input.write_all(password.unwrap_or_default().as_bytes()).unwrap();
        drop(input);
        until("the keyring is up", || {
            let names = ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames", &[]);
            names.contains("org.freedesktop.secrets")
        });
        Daemon(daemon)
    }

    fn lock() {
        let locked = ask(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            &["array:objpath:/org/freedesktop/secrets/collection/login"],
        );
        assert!(locked.contains("/org/freedesktop/secrets/collection/login"), "{locked}");
    }

    fn ask(whom: &str, path: &str, what: &str, with: &[&str]) -> String {
        let output = Command::new("dbus-send")
            .args(["--session", "--print-reply", &format!("--dest={whom}"), path, what])
            .args(with)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn until(what: &str, mut holds: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain until {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn account() -> Account {
        Account {
            id: AccountId(Uuid::from_u128(0x0193_3f00_0000_7000_8000_0000_0000_0007)),
            vendor: Vendor::Gcore,
            label: "Production".into(),
            colour: Colour::Red,
            endpoint: Endpoint::Vendor,
            sign_in: SignIn::Token,
            keep: Keep::Keychain,
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

    fn token() -> Secret {
        Secret::parse(TOKEN.into()).unwrap()
    }

    async fn read(vault: &Vaults) -> Result<Option<bool>, VaultError> {
        Ok(vault.read(&account()).await?.map(|secret| secret.expose() == TOKEN))
    }

    /// What an independent client finds.
    fn secret_tool(what: &str) -> std::process::Output {
        let user = account().id.to_string();
        Command::new("secret-tool").args([what, "service", SERVICE, "username", &user]).output().unwrap()
    }

    #[test]
    fn a_secret_is_stored_found_by_another_program_and_removed() {
        run("stored_found_removed");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn stored_found_removed() {
        let (_bus, _keyring) = (bus(), keyring(Some("password")));
        let vault = Vaults::new();
        assert_eq!(read(&vault).await, Ok(None));
        assert_eq!(vault.remove(&account()).await, Ok(false));
        vault.store(&account(), Secret::parse("an earlier one".into()).unwrap()).await.unwrap();
        let renamed = Account { label: "Renamed".into(), ..account() };
        vault.store(&renamed, token()).await.unwrap();
        assert_eq!(read(&vault).await, Ok(Some(true)));
        assert_eq!(read(&Vaults::new()).await, Ok(Some(true)), "another connection finds it too");

        let found = secret_tool("lookup");
        assert!(found.stdout == TOKEN.as_bytes(), "secret-tool finds the same bytes");
        let search = secret_tool("search");
        let words = String::from_utf8_lossy(&search.stdout).into_owned() + &String::from_utf8_lossy(&search.stderr);
        assert!(words.contains("label = Berth: Renamed"), "the label follows the account's name");
        assert_eq!(words.matches("attribute.").count(), 2, "nothing else is told of it");

        assert_eq!(vault.remove(&account()).await, Ok(true));
        assert_eq!(read(&vault).await, Ok(None));
        assert!(secret_tool("lookup").stdout.is_empty());
    }

    #[test]
    fn a_locked_keychain_says_so_at_once() {
        run("locked");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn locked() {
        let (_bus, first) = (bus(), keyring(Some("password")));
        let vault = Vaults::new();
        vault.store(&account(), token()).await.unwrap();
        lock();
        let begun = Instant::now();
        for _ in 0..2 {
            assert!(matches!(read(&vault).await, Err(VaultError::Locked(_))), "reading");
            assert!(matches!(vault.store(&account(), token()).await, Err(VaultError::Locked(_))), "replacing");
            assert!(matches!(vault.remove(&account()).await, Err(VaultError::Locked(_))), "removing");
        }
        let other = Account { id: AccountId(Uuid::from_u128(8)), ..account() };
        assert!(matches!(vault.store(&other, token()).await, Err(VaultError::Locked(_))), "storing anew");
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());

        // As after an automatic login: the service runs, but nobody has typed the password.
        drop(first);
        let second = keyring(None);
        let unread = read(&vault).await;
        assert!(matches!(unread, Err(VaultError::Locked(_))), "{unread:?}: a locked secret is not a missing one");
        drop(second);
        let _third = keyring(Some("password"));
        assert_eq!(read(&vault).await, Ok(Some(true)), "nothing was lost meanwhile");
    }

    #[test]
    fn without_a_service_the_keychain_is_missing() {
        run("no_service");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn no_service() {
        let _bus = bus();
        let vault = Vaults::new();
        let begun = Instant::now();
        assert!(matches!(read(&vault).await, Err(VaultError::Missing(_))));
        assert!(matches!(vault.store(&account(), token()).await, Err(VaultError::Missing(_))));
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        let _keyring = keyring(Some("password"));
        vault.store(&account(), token()).await.unwrap();
        assert_eq!(read(&vault).await, Ok(Some(true)));
    }

    #[test]
    fn a_service_without_a_default_collection_is_a_missing_keychain() {
        run("no_collection");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn no_collection() {
        let (_bus, _keyring) = (bus(), keyring(None));
        let failed = Vaults::new().store(&account(), token()).await;
        assert!(matches!(failed, Err(VaultError::Missing(_))), "{failed:?}");
    }

    #[test]
    fn a_bus_that_comes_up_later_is_found_by_the_same_process() {
        run("bus_comes_later");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn bus_comes_later() {
        let vault = Vaults::new();
        for _ in 0..2 {
            assert!(matches!(read(&vault).await, Err(VaultError::Missing(_))));
        }
        let (_bus, keyring_daemon) = (bus(), keyring(Some("password")));
        vault.store(&account(), token()).await.unwrap();
        assert_eq!(read(&vault).await, Ok(Some(true)));

        // A service that was restarted has forgotten our session, and is asked for a new one.
        drop(keyring_daemon);
        let gone = read(&vault).await;
        assert!(matches!(gone, Err(VaultError::Missing(_))), "{gone:?}");
        let _keyring = keyring(Some("password"));
        assert_eq!(read(&vault).await, Ok(Some(true)));
    }

    #[test]
    fn a_service_that_is_silent_times_out_and_the_process_still_ends() {
        run("silent");
    }

    #[tokio::test]
    #[ignore = "run by another test, as a process of its own"]
    async fn silent() {
        let (_bus, keyring) = (bus(), keyring(Some("password")));
        let vault = Vaults::new();
        vault.store(&account(), token()).await.unwrap();
        let stopped = Command::new("sh").args(["-c", &format!("kill -STOP {}", keyring.0.id())]).status().unwrap();
        assert!(stopped.success());
        let begun = Instant::now();
        assert_eq!(read(&vault).await, Err(VaultError::TimedOut));
        assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
        let again = Instant::now();
        assert_eq!(vault.store(&account(), token()).await, Err(VaultError::TimedOut));
        assert!(again.elapsed() < Duration::from_millis(500), "{:?}", again.elapsed());
    }
}
