//! Network, image, key and disk. Fields that are left out keep their value; whether the vendor does the same is unknown.

use super::{Policy, Refused, booking::Status, cidr_id, known};
use crate::{answer::Answer, call::Call, fields::Fields, state::State};

pub(super) fn configure(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let mut fields = Fields::of(call)?;
    let cidr_id = cidr_id(&mut fields);
    let vpc = prefixed(&mut fields, "vpc", "vpc-");
    let security_group = prefixed(&mut fields, "securityGroup", "sg-");
    let ami_image = prefixed(&mut fields, "amiImage", "ami-");
    let ssh_pair_key = fields.optional_text("sshPairKey");
    let disk = fields.optional_integer("ebsVolumeSize");
    let disk = disk.map(|size| u32::try_from(size).unwrap_or(0));
    fields.check("ebsVolumeSize", disk.is_none_or(|size| size >= 1), "Must be at least 1");
    fields.finish()?;

    let booking = known(state, &cidr_id)?;
    if matches!(booking.status(call.now), Status::Canceled | Status::Completed) {
        return Err(Refused::bad("Configuration not allowed, reason: Policy is canceled or completed."));
    }
    let network = &mut booking.network;
    network.vpc = vpc.unwrap_or_else(|| network.vpc.clone());
    network.security_groups = security_group.unwrap_or_else(|| network.security_groups.clone());
    network.ami_image = ami_image.unwrap_or_else(|| network.ami_image.clone());
    network.ssh_pair_key = ssh_pair_key.unwrap_or_else(|| network.ssh_pair_key.clone());
    network.ebs_volume_size = disk.unwrap_or(network.ebs_volume_size);
    Ok(Answer::json(200, &Policy::of(booking, call.now, false)))
}

fn prefixed(fields: &mut Fields, name: &str, prefix: &str) -> Option<String> {
    let value = fields.optional_text(name);
    fields.check(
        name,
        value.as_ref().is_none_or(|text| text.starts_with(prefix)),
        &format!("Must start with {prefix}"),
    );
    value
}
