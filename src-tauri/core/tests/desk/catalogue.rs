//! Ordinary prices and stock: the default project, lists that fail alone, and what later quotes remember of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use berth_core::catalogue::*;
use berth_core::error::{Code, Failure};
use berth_core::ports::*;
use berth_core::quote::*;
use berth_core::reservation::{Commitment, Reservation};

use crate::support::*;

/// A Gcore that answers as it was told, and remembers what it was asked.
#[derive(Default)]
struct Told {
    projects: Vec<Project>,
    lists: BTreeMap<FlavorKind, Result<Vec<Flavor>, ReadError>>,
    reservable: Vec<Reservable>,
    asked: Mutex<Vec<String>>,
}

impl Told {
    fn note(&self, question: String) {
        self.asked.lock().unwrap().push(question);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl Prices for Told {
    async fn holder(&self, _: &Access) -> Result<Holder, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn regions(&self, _: &Access) -> Result<Vec<Region>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservable(&self, _: &Access, _: i64) -> Result<Vec<Reservable>, ReadError> {
        Ok(self.reservable.clone())
    }

    async fn price(&self, _: &Access, _: &Basket, term: Term) -> Result<(Offer, String), ReadError> {
        let hidden = PriceStatus::Hide;
        let offer = Offer { term, status: hidden, currency: None, commit: None, overcommit: None, rows: vec![] };
        Ok((offer, "Sines-3".into()))
    }

    async fn commitments(&self, _: &Access) -> Result<Vec<Commitment>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservations(&self, _: &Access) -> Result<Vec<Reservation>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservation(&self, _: &Access, _: i64) -> Result<Reservation, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn projects(&self, _: &Access) -> Result<Vec<Project>, ReadError> {
        self.note("projects".into());
        Ok(self.projects.clone())
    }

    async fn flavors(&self, _: &Access, kind: FlavorKind, project: i64, region: i64) -> Result<Vec<Flavor>, ReadError> {
        self.note(format!("{kind:?} {project} {region}"));
        self.lists.get(&kind).cloned().unwrap_or(Ok(Vec::new()))
    }

    async fn cost_totals(&self, _: &Access, month: Month) -> Result<CostTotals, ReadError> {
        self.note(month.to_string());
        Ok(CostTotals { status: Some(PriceStatus::Show), rows: vec![] })
    }
}

fn project(id: i64, is_default: bool) -> Project {
    Project { id, name: None, is_default, state: None }
}

fn flavor(name: &str, vcpus: Option<i64>, gpus: Option<u32>) -> Flavor {
    Flavor {
        kind: FlavorKind::GpuBareMetal,
        name: name.into(),
        os: None,
        disabled: false,
        hardware: vec![("gpu".into(), "4 x NVIDIA A100".into())],
        gpus,
        vcpus,
        ram_mib: Some(2048),
        free: None,
        reserved: None,
        price: OrdinaryPrice::default(),
    }
}

async fn at_gcore(told: Told) -> (World, Arc<Told>) {
    let mut world = World::new().await;
    let told = Arc::new(told);
    world.restart_at_gcore(told.clone()).await;
    (world, told)
}

fn refused(message: &str) -> ReadError {
    ReadError::Refused { status: 404, message: message.into() }
}

async fn quoted(world: &World, resource: &str) -> Quote {
    let lines = vec![BasketLine { resource: resource.into(), count: 1 }];
    world.desk.price(world.account, Basket { region: 76, lines, windows_licences: false }).await.unwrap()
}

#[tokio::test]
async fn the_lists_are_those_of_the_default_project_unless_one_is_chosen() {
    let (world, told) =
        at_gcore(Told { projects: vec![project(2, false), project(9, false), project(1, true)], ..Told::default() })
            .await;
    let ids: Vec<_> = world.desk.projects(world.account).await.unwrap().iter().map(|project| project.id).collect();
    assert_eq!(ids, [1, 2, 9]);
    told.asked();
    assert_eq!(world.desk.catalogue(world.account, 76, None).await.unwrap().project, 1);
    assert_eq!(told.asked(), ["projects", "BareMetal 1 76", "GpuBareMetal 1 76", "GpuVirtual 1 76"]);
    let chosen = world.desk.catalogue(world.account, 76, Some(9)).await.unwrap();
    assert_eq!((chosen.project, chosen.read_at), (9, world.desk.now()));
    assert_eq!(told.asked(), ["BareMetal 9 76", "GpuBareMetal 9 76", "GpuVirtual 9 76"]);
}

#[tokio::test]
async fn without_a_default_the_first_project_is_taken_and_without_any_nothing_is_asked() {
    let (world, _) = at_gcore(Told { projects: vec![project(7, false), project(3, false)], ..Told::default() }).await;
    assert_eq!(world.desk.catalogue(world.account, 76, None).await.unwrap().project, 7);
    let (world, told) = at_gcore(Told::default()).await;
    let failure = world.desk.catalogue(world.account, 76, None).await.unwrap_err();
    assert_eq!(failure.code, Code::NotFound);
    assert!(failure.message.contains("no project"), "{}", failure.message);
    assert_eq!(told.asked(), ["projects"]);
}

#[tokio::test]
async fn a_list_that_fails_says_why_and_costs_none_of_the_others() {
    let lists = BTreeMap::from([
        (FlavorKind::BareMetal, Err(refused("not here"))),
        (FlavorKind::GpuVirtual, Ok(vec![flavor("g3", None, None)])),
    ]);
    let (world, _) = at_gcore(Told { lists, ..Told::default() }).await;
    let found = world.desk.catalogue(world.account, 76, Some(1)).await.unwrap();
    let [(_, bare), (_, gpu), (_, virtual_machines)] = &found.lists[..] else { panic!("{found:?}") };
    let FlavorList::Unread(why) = bare else { panic!("{bare:?}") };
    assert!(why.contains("does not know what was asked for") && why.contains("not here"), "{why}");
    assert_eq!(*gpu, FlavorList::Read(vec![]));
    assert!(matches!(virtual_machines, FlavorList::Read(rows) if rows.len() == 1));
}

#[tokio::test]
async fn when_no_list_can_be_read_the_first_failure_is_told() {
    let lists = BTreeMap::from([
        (FlavorKind::BareMetal, Err(refused("first"))),
        (FlavorKind::GpuBareMetal, Err(ReadError::TimedOut)),
        (FlavorKind::GpuVirtual, Err(ReadError::TimedOut)),
    ]);
    let (world, told) = at_gcore(Told { lists, ..Told::default() }).await;
    let failure = world.desk.catalogue(world.account, 76, Some(1)).await.unwrap_err();
    assert!(failure.message.contains("first"), "{}", failure.message);
    assert_eq!(told.asked().len(), 3);

    let lists = BTreeMap::from([(FlavorKind::BareMetal, Err(ReadError::Unauthorized("no".into())))]);
    let (world, told) = at_gcore(Told { lists, ..Told::default() }).await;
    let failure = world.desk.catalogue(world.account, 76, Some(1)).await.unwrap_err();
    assert_eq!(failure.code, Code::Unauthorized);
    assert_eq!(told.asked().len(), 1, "a token that is refused is not tried on the other lists");
}

#[tokio::test]
async fn a_quote_remembers_what_either_kind_of_list_told_of_its_machines() {
    let lists = BTreeMap::from([(
        FlavorKind::GpuBareMetal,
        Ok(vec![flavor("bm3", Some(32), Some(8)), flavor("bm4", None, None)]),
    )]);
    let silent = Reservable {
        name: "bm3".into(),
        available: None,
        disabled: false,
        terms: vec![],
        vcpus: Some(64),
        ram_mib: None,
        hardware: vec![],
    };
    let (world, _) = at_gcore(Told { lists, reservable: vec![silent], ..Told::default() }).await;
    assert!(quoted(&world, "bm3").await.shapes.is_empty(), "nothing is known yet");
    world.desk.catalogue(world.account, 76, Some(1)).await.unwrap();
    let shape = quoted(&world, "bm3").await.shapes["bm3"];
    assert_eq!((shape.vcpu, shape.memory, shape.gpu), (Some(32), Some(2.into()), Some(8)));
    assert_eq!(quoted(&world, "bm4").await.shapes["bm4"].gpu, Some(4), "from the words, where there is no number");
    world.desk.reservable(world.account, 76).await.unwrap();
    let shape = quoted(&world, "bm3").await.shapes["bm3"];
    assert_eq!((shape.vcpu, shape.gpu), (Some(64), Some(8)), "the later list counts, and fills no gap with nothing");
}

#[tokio::test]
async fn a_month_s_totals_are_asked_for_by_the_month_and_a_cloudidr_account_has_none_of_it() {
    let (world, told) = at_gcore(Told::default()).await;
    world.desk.cost_totals(world.account, Month::new(2026, 2).unwrap()).await.unwrap();
    assert_eq!(told.asked(), ["2026-02"]);
    let elsewhere = World::new().await;
    let code = |failure: Failure| failure.code;
    let (desk, account) = (&elsewhere.desk, elsewhere.account);
    assert_eq!(desk.projects(account).await.map_err(code), Err(Code::InvalidInput));
    assert_eq!(desk.catalogue(account, 76, None).await.map_err(code), Err(Code::InvalidInput));
    let month = Month::new(2026, 2).unwrap();
    assert_eq!(desk.cost_totals(account, month).await.map_err(code), Err(Code::InvalidInput));
    assert!(elsewhere.vendor.delivered.lock().unwrap().is_empty());
}
