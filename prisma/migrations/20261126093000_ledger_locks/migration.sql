-- Wallets are locked FOR NO KEY UPDATE: a request's row refers to its wallet, which holds the wallet's key until the
-- transaction ends, and two requests on one wallet that each hold its key and wait to lock the row would wait for ever.
-- And what was in plain SQL is planned anew at every call, which PL/pgSQL is not.

CREATE OR REPLACE FUNCTION ledger_input_hash(VARIADIC p_parts text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN encode(sha256(convert_to(array_to_string(p_parts, E'\x1f', E'\x1e'), 'UTF8')), 'hex');
END $$;

CREATE OR REPLACE FUNCTION ledger_capture(
  p_hold_id uuid, p_amount integer, p_now timestamptz,
  OUT kind text, OUT captured integer, OUT released integer, OUT is_repeat boolean
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT * INTO kind, captured, released, is_repeat FROM ledger_end_hold(p_hold_id, CASE WHEN p_amount = 0 THEN 'release' ELSE 'capture' END, p_amount, p_now);
END $$;

CREATE OR REPLACE FUNCTION ledger_release(
  p_hold_id uuid, p_now timestamptz,
  OUT kind text, OUT captured integer, OUT released integer, OUT is_repeat boolean
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT * INTO kind, captured, released, is_repeat FROM ledger_end_hold(p_hold_id, 'release', 0, p_now);
END $$;

CREATE OR REPLACE FUNCTION ledger_grant(
  p_lot_id uuid, p_wallet_id uuid, p_kind text, p_source text, p_source_key text, p_amount integer,
  p_expires_at timestamptz, p_purchase_id uuid, p_actor_id uuid, p_reason_code text, p_is_giftable boolean
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_key text := 'grant:' || p_source_key;
  v_hash text := ledger_input_hash(p_wallet_id::text, p_kind, p_source, p_amount::text, p_purchase_id::text);
  v_known_hash text;
  v_debt integer;
  v_settled integer := 0;
  v_entry_id uuid;
BEGIN
  IF p_amount <= 0 THEN
    RAISE EXCEPTION 'a grant of % credits', p_amount USING ERRCODE = 'LG422';
  END IF;
  SELECT debt INTO v_debt FROM wallets WHERE id = p_wallet_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'wallet % does not exist', p_wallet_id USING ERRCODE = 'LG404';
  END IF;
  SELECT input_hash INTO v_known_hash FROM ledger_entries WHERE idempotency_key = v_key;
  IF FOUND THEN
    IF v_known_hash <> v_hash THEN
      RAISE EXCEPTION 'grant key % comes again with other input', p_source_key USING ERRCODE = 'LG409';
    END IF;
    RETURN TRUE;
  END IF;

  IF p_kind = 'top_up' THEN
    v_settled := least(v_debt, p_amount);
  END IF;
  INSERT INTO lots (id, wallet_id, source, source_key, purchase_id, granted, remaining, expires_at, is_giftable)
    VALUES (p_lot_id, p_wallet_id, p_source, p_source_key, p_purchase_id, p_amount, p_amount - v_settled,
      p_expires_at, p_is_giftable);
  v_entry_id := ledger_post(p_wallet_id, p_kind, p_amount - v_settled, -v_settled, 0, v_key, v_hash,
    NULL, p_purchase_id, p_actor_id, p_reason_code);
  IF p_amount > v_settled THEN
    INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES (v_entry_id, p_lot_id, p_amount - v_settled);
  END IF;
  RETURN FALSE;
END $$;

CREATE OR REPLACE FUNCTION ledger_hold(
  p_hold_id uuid, p_wallet_id uuid, p_spender_account_id uuid, p_community_id uuid, p_generation_id uuid,
  p_amount integer, p_idempotency_key text, p_roles text[], p_place_id text, p_expires_at timestamptz,
  p_now timestamptz, OUT outcome text, OUT hold_id uuid, OUT figure integer
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_wallet wallets%ROWTYPE;
  v_known holds%ROWTYPE;
  v_lot record;
  v_missing integer := p_amount;
  v_lot_ids uuid[];
  v_amounts integer[];
BEGIN
  IF p_amount <= 0 THEN
    RAISE EXCEPTION 'a hold of % credits', p_amount USING ERRCODE = 'LG422';
  END IF;
  SELECT * INTO v_wallet FROM wallets WHERE id = p_wallet_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'wallet % does not exist', p_wallet_id USING ERRCODE = 'LG404';
  END IF;
  SELECT * INTO v_known FROM holds WHERE idempotency_key = p_idempotency_key;
  IF FOUND THEN
    IF (v_known.wallet_id, v_known.spender_account_id, v_known.community_id, v_known.generation_id, v_known.amount)
       IS DISTINCT FROM (p_wallet_id, p_spender_account_id, p_community_id, p_generation_id, p_amount) THEN
      RAISE EXCEPTION 'hold key % comes again with other input', p_idempotency_key USING ERRCODE = 'LG409';
    END IF;
    outcome := 'repeat';
    hold_id := v_known.id;
    RETURN;
  END IF;
  IF v_wallet.frozen_at IS NOT NULL THEN
    outcome := 'wallet_frozen';
    RETURN;
  END IF;
  IF v_wallet.debt > 0 THEN
    outcome := 'wallet_in_debt';
    figure := v_wallet.debt;
    RETURN;
  END IF;

  FOR v_lot IN
    SELECT id, remaining - held AS free FROM lots
      WHERE wallet_id = p_wallet_id AND remaining > 0 AND remaining > held AND frozen_at IS NULL
        AND (expires_at IS NULL OR expires_at > p_now)
      ORDER BY expires_at, id
  LOOP
    v_lot_ids := v_lot_ids || v_lot.id;
    v_amounts := v_amounts || least(v_lot.free, v_missing);
    v_missing := v_missing - least(v_lot.free, v_missing);
    EXIT WHEN v_missing = 0;
  END LOOP;
  IF v_missing > 0 THEN
    outcome := 'insufficient_credits';
    figure := p_amount - v_missing;
    RETURN;
  END IF;

  INSERT INTO holds (id, wallet_id, spender_account_id, community_id, generation_id, amount,
      idempotency_key, roles, place_id, expires_at)
    VALUES (p_hold_id, p_wallet_id, p_spender_account_id, p_community_id, p_generation_id, p_amount,
      p_idempotency_key, p_roles, p_place_id, p_expires_at);
  INSERT INTO open_holds (hold_id, expires_at) VALUES (p_hold_id, p_expires_at);
  FOR i IN 1 .. cardinality(v_lot_ids) LOOP
    UPDATE lots SET held = held + v_amounts[i] WHERE id = v_lot_ids[i];
    INSERT INTO hold_lots (hold_id, lot_id, amount) VALUES (p_hold_id, v_lot_ids[i], v_amounts[i]);
  END LOOP;
  UPDATE wallets SET held = held + p_amount WHERE id = p_wallet_id;
  outcome := 'held';
  hold_id := p_hold_id;
END $$;

CREATE OR REPLACE FUNCTION ledger_end_hold(
  p_hold_id uuid, p_kind text, p_captured integer, p_now timestamptz,
  OUT kind text, OUT captured integer, OUT released integer, OUT is_repeat boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_hold holds%ROWTYPE;
  v_lot record;
  v_left integer := p_captured;
  v_used integer;
  v_entry_id uuid;
  v_released_lots uuid[] := '{}';
  v_lot_id uuid;
BEGIN
  SELECT * INTO v_hold FROM holds WHERE id = p_hold_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'hold % does not exist', p_hold_id USING ERRCODE = 'LG404';
  END IF;
  IF p_captured < 0 OR p_captured > v_hold.amount THEN
    RAISE EXCEPTION '% captured of % held', p_captured, v_hold.amount USING ERRCODE = 'LG422';
  END IF;
  PERFORM 1 FROM wallets WHERE id = v_hold.wallet_id FOR NO KEY UPDATE;
  SELECT e.kind, e.captured, e.released, TRUE INTO kind, captured, released, is_repeat
    FROM hold_ends e WHERE e.hold_id = p_hold_id;
  IF FOUND THEN
    RETURN;
  END IF;
  kind := p_kind;
  captured := p_captured;
  released := v_hold.amount - p_captured;
  is_repeat := FALSE;

  IF p_captured > 0 THEN
    v_entry_id := ledger_post(v_hold.wallet_id, 'capture', -p_captured, 0, -v_hold.amount,
      'capture:' || p_hold_id, ledger_input_hash(p_captured::text), p_hold_id, NULL, NULL, NULL);
  ELSE
    UPDATE wallets SET held = held - v_hold.amount WHERE id = v_hold.wallet_id;
  END IF;
  FOR v_lot IN
    SELECT l.id, h.amount, l.expires_at <= p_now AS is_over, l.purchase_id
      FROM hold_lots h JOIN lots l ON l.id = h.lot_id
      WHERE h.hold_id = p_hold_id ORDER BY l.expires_at, l.id
  LOOP
    v_used := least(v_left, v_lot.amount);
    v_left := v_left - v_used;
    UPDATE lots SET remaining = remaining - v_used, held = held - v_lot.amount WHERE id = v_lot.id;
    IF v_used > 0 THEN
      INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES (v_entry_id, v_lot.id, -v_used);
    END IF;
    IF v_used < v_lot.amount AND (v_lot.is_over OR v_lot.purchase_id IS NOT NULL) THEN
      v_released_lots := v_released_lots || v_lot.id;
    END IF;
  END LOOP;
  INSERT INTO hold_ends (hold_id, kind, captured, released, entry_id)
    VALUES (p_hold_id, p_kind, p_captured, v_hold.amount - p_captured, v_entry_id);
  DELETE FROM open_holds WHERE hold_id = p_hold_id;

  FOREACH v_lot_id IN ARRAY v_released_lots LOOP
    PERFORM ledger_settle_reversed_lot(v_lot_id, p_hold_id);
    PERFORM ledger_expire_lot(v_lot_id, p_now);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION ledger_expire_lots(p_now timestamptz, p_limit integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_lot record;
  v_count integer := 0;
BEGIN
  FOR v_lot IN
    WITH over AS (
      SELECT id, wallet_id FROM lots
        WHERE expires_at <= p_now AND remaining > 0 AND remaining > held
        ORDER BY expires_at LIMIT p_limit
    )
    SELECT id, wallet_id FROM over ORDER BY wallet_id, id
  LOOP
    PERFORM 1 FROM wallets WHERE id = v_lot.wallet_id FOR NO KEY UPDATE;
    IF ledger_expire_lot(v_lot.id, p_now) THEN
      v_count := v_count + 1;
    END IF;
  END LOOP;
  RETURN v_count;
END $$;

CREATE OR REPLACE FUNCTION ledger_clawback(
  p_purchase_id uuid, p_rail text, p_reversal_key text, p_kind text, p_requested integer,
  OUT taken integer, OUT debt_added integer, OUT is_repeat boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_purchase purchases%ROWTYPE;
  v_known reversals%ROWTYPE;
  v_lot record;
  v_due integer;
  v_left integer;
  v_part integer;
  v_entry_id uuid;
  v_key text := concat_ws(':', 'clawback', p_rail, p_reversal_key);
  v_hash text := ledger_input_hash(p_purchase_id::text, p_kind, p_requested::text);
BEGIN
  IF p_requested <= 0 THEN
    RAISE EXCEPTION 'a clawback of % credits', p_requested USING ERRCODE = 'LG422';
  END IF;
  SELECT * INTO v_purchase FROM purchases WHERE id = p_purchase_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'purchase % does not exist', p_purchase_id USING ERRCODE = 'LG404';
  END IF;
  PERFORM 1 FROM wallets
    WHERE id = v_purchase.wallet_id
      OR id IN (SELECT wallet_id FROM lots WHERE purchase_id = p_purchase_id AND remaining > 0)
    ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO v_known FROM reversals WHERE rail = p_rail AND reversal_key = p_reversal_key;
  IF FOUND THEN
    IF (v_known.purchase_id, v_known.kind, v_known.requested) <> (p_purchase_id, p_kind, p_requested) THEN
      RAISE EXCEPTION 'reversal key % comes again with other input', p_reversal_key USING ERRCODE = 'LG409';
    END IF;
    taken := v_known.taken;
    debt_added := v_known.debt_added;
    is_repeat := TRUE;
    RETURN;
  END IF;

  SELECT greatest(0, least(p_requested, v_purchase.credits - coalesce(sum(r.due), 0)))::integer INTO v_due
    FROM reversals r WHERE r.purchase_id = p_purchase_id;
  v_left := v_due;
  FOR v_lot IN
    SELECT id, wallet_id, remaining - held AS free FROM lots
      WHERE purchase_id = p_purchase_id AND remaining > held
      ORDER BY wallet_id <> v_purchase.wallet_id, expires_at, id
  LOOP
    EXIT WHEN v_left = 0;
    v_part := least(v_left, v_lot.free);
    v_left := v_left - v_part;
    UPDATE lots SET remaining = remaining - v_part WHERE id = v_lot.id;
    v_entry_id := ledger_post(v_lot.wallet_id, 'clawback', -v_part, 0, 0, v_key || ':' || v_lot.id, v_hash,
      NULL, p_purchase_id, NULL, p_kind);
    INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES (v_entry_id, v_lot.id, -v_part);
  END LOOP;
  IF v_left > 0 THEN
    PERFORM ledger_post(v_purchase.wallet_id, 'clawback', 0, v_left, 0, v_key || ':debt', v_hash,
      NULL, p_purchase_id, NULL, p_kind);
  END IF;
  INSERT INTO reversals (rail, reversal_key, purchase_id, kind, requested, due, taken, debt_added, state)
    VALUES (p_rail, p_reversal_key, p_purchase_id, p_kind, p_requested, v_due, v_due - v_left, v_left, 'done');
  taken := v_due - v_left;
  debt_added := v_left;
  is_repeat := FALSE;
END $$;
