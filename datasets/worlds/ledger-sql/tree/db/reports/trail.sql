SELECT at, actor, action, before, after FROM audit WHERE entity = :entity AND key = :key ORDER BY id
