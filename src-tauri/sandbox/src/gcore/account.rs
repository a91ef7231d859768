//! The account: who it is, its projects, and what its reservations cost this month.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Refused, query::Query, regions::Region};
use crate::{
    answer::Answer,
    call::Call,
    fields::Fields,
    money::{fixed, rounded},
    state::State,
};

/// Two fields are documented; the others are there because a client must not mind them.
pub(super) fn me() -> Answer {
    Answer::json(200, &json!({ "id": 8, "email": "user@example.com", "status": "active", "company": "Sandbox" }))
}

#[derive(Clone, Serialize)]
struct Project {
    id: i64,
    client_id: i64,
    created_at: &'static str,
    deleted_at: Option<&'static str>,
    description: Option<&'static str>,
    is_default: bool,
    name: &'static str,
    state: &'static str,
    task_id: Option<&'static str>,
}

const PROJECTS: [Project; 3] = [
    Project {
        id: 1,
        client_id: 8,
        created_at: "2020-04-10T11:37:57",
        deleted_at: None,
        description: None,
        is_default: true,
        name: "default",
        state: "ACTIVE",
        task_id: None,
    },
    Project {
        id: 2817,
        client_id: 8,
        created_at: "2024-01-22T08:05:41",
        deleted_at: None,
        description: Some("Rendering and transcoding"),
        is_default: false,
        name: "media",
        state: "ACTIVE",
        task_id: None,
    },
    Project {
        id: 1904,
        client_id: 8,
        created_at: "2022-09-01T15:12:03",
        deleted_at: Some("2023-03-31T00:00:00"),
        description: None,
        is_default: false,
        name: "pilot",
        state: "DELETED",
        task_id: None,
    },
];

pub(super) fn projects(call: &Call) -> Result<Answer, Refused> {
    let mut query = Query::of(call);
    let deleted = query.boolean("include_deleted").unwrap_or(false);
    let page = query.page(1000);
    let name = query.text("name");
    let order = query.word("order_by", &["created_at.asc", "created_at.desc", "name.asc", "name.desc"]);
    query.finish()?;
    let mut rows: Vec<Project> = PROJECTS
        .into_iter()
        .filter(|project| deleted || project.deleted_at.is_none())
        .filter(|project| name.as_ref().is_none_or(|name| project.name.contains(name.as_str())))
        .collect();
    match order.as_deref() {
        Some("name.asc" | "name.desc") => rows.sort_by_key(|project| project.name),
        Some(_) => rows.sort_by_key(|project| project.created_at),
        None => {}
    }
    if matches!(order.as_deref(), Some("name.desc" | "created_at.desc")) {
        rows.reverse();
    }
    Ok(Answer::json(200, &page.of(rows)))
}

/// The project of a path must exist.
pub(super) fn project_of_path(call: &Call) -> Result<(), Refused> {
    let text = call.in_path("project_id");
    let id: i64 = text.parse().map_err(|_| Refused::invalid("project_id", "Must be a whole number"))?;
    if PROJECTS.iter().any(|project| project.id == id && project.deleted_at.is_none()) {
        return Ok(());
    }
    Err(Refused::Missing(format!("Project {id} could not be found")))
}

const TYPES: [&str; 5] = ["ai_cluster", "ai_virtual_cluster", "baremetal", "basic_vm", "instance"];

/// Read-only in spite of its method. The row type is open in the contract, so the rows are ours; `csv_totals` is answered
/// as JSON too, because the contract knows no other answer.
pub(super) fn totals(state: &State, call: &Call) -> Result<Answer, Refused> {
    let mut fields = Fields::of(call)?;
    let month = fields.optional_text("year_month");
    fields.check("year_month", month.as_deref().is_none_or(is_month), "Must be YYYY-MM");
    let regions = fields.optional_list("regions");
    fields.check("regions", regions.iter().all(Value::is_i64), "Must be whole numbers");
    let types = fields.optional_list("types");
    let known = types.iter().all(|kind| kind.as_str().is_some_and(|kind| TYPES.contains(&kind)));
    fields.check("types", known, "Unknown type");
    let rounding = fields.optional_boolean("rounding").unwrap_or(false);
    let format = fields.optional_text("response_format");
    let format_known = format.as_deref().is_none_or(|word| ["csv_totals", "json"].contains(&word));
    fields.check("response_format", format_known, "Must be csv_totals or json");
    fields.finish()?;

    let bare_metal = types.is_empty() || types.iter().any(|kind| kind == "baremetal");
    let rows: Vec<Value> = state
        .gcore
        .active_lines(call.now)
        .filter(|(region_id, _)| bare_metal && (regions.is_empty() || regions.contains(&json!(region_id))))
        .filter_map(|(region_id, line)| {
            let region = Region::with_id(region_id)?;
            let cost = line.commit.month * Decimal::from(line.count);
            let digits = if rounding { 5 } else { 8 };
            Some(json!({
                "type": "baremetal",
                "flavor": line.machine,
                "region": region.id,
                "region_name": region.name,
                "billing_value": line.count,
                "billing_metric_name": format!("{}_min", line.machine),
                "cost": fixed(rounded(cost, digits), digits),
                "currency": region.currency(),
            }))
        })
        .collect();
    Ok(Answer::json(200, &json!({ "count": rows.len(), "price_status": "show", "results": rows })))
}

fn is_month(text: &str) -> bool {
    let shaped = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(year, month)| shaped(year, 4) && shaped(month, 2))
}
