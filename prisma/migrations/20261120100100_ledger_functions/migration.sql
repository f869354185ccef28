-- The books are written by these functions alone. Each locks its wallets first, in id order, so whatever
-- it reads afterwards about them is current and stays so until the transaction ends: call it last.
--
-- SQLSTATEs of our own: LG404 no such wallet, hold or purchase; LG409 a known key with other input;
-- LG422 an amount that makes no sense.

-- A fingerprint of what a key was used for.
CREATE FUNCTION ledger_input_hash(VARIADIC p_parts text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(array_to_string(p_parts, E'\x1f', E'\x1e'), 'UTF8')), 'hex')
$$;

-- Writes one entry and brings the wallet's figures along. The caller has locked the wallet and moves the lots.
CREATE FUNCTION ledger_post(
  p_wallet_id uuid, p_kind text, p_amount integer, p_debt_delta integer, p_held_delta integer,
  p_idempotency_key text, p_input_hash text, p_hold_id uuid, p_purchase_id uuid,
  p_actor_id uuid, p_reason_code text
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  v_entry_id uuid := gen_random_uuid();
  v_wallet wallets%ROWTYPE;
BEGIN
  UPDATE wallets
    SET balance = balance + p_amount, debt = debt + p_debt_delta, held = held + p_held_delta,
        next_seq = next_seq + 1
    WHERE id = p_wallet_id RETURNING * INTO v_wallet;
  INSERT INTO ledger_entries (id, wallet_id, seq, kind, amount, debt_delta, balance_after, debt_after,
      idempotency_key, input_hash, hold_id, purchase_id, actor_id, reason_code)
    VALUES (v_entry_id, p_wallet_id, v_wallet.next_seq - 1, p_kind, p_amount, p_debt_delta,
      v_wallet.balance, v_wallet.debt,
      p_idempotency_key, p_input_hash, p_hold_id, p_purchase_id, p_actor_id, p_reason_code);
  RETURN v_entry_id;
END $$;

-- Adds credits as a new lot; a top-up settles debt first. Returns whether the key was known.
-- The expiry is no part of the input: a retry may have computed it anew.
CREATE FUNCTION ledger_grant(
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
  SELECT debt INTO v_debt FROM wallets WHERE id = p_wallet_id FOR UPDATE;
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

-- Sets credits aside, soonest-expiring lots first.
-- outcome: held | repeat | insufficient_credits | wallet_in_debt | wallet_frozen.
-- Credits of a lot whose time is over are never taken, swept or not; figure says what was free, or the debt.
CREATE FUNCTION ledger_hold(
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
  SELECT * INTO v_wallet FROM wallets WHERE id = p_wallet_id FOR UPDATE;
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

-- Takes what is left and not held off a lot whose time is over. The caller has locked the wallet.
CREATE FUNCTION ledger_expire_lot(p_lot_id uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_lot lots%ROWTYPE;
  v_entry_id uuid;
  v_key text;
BEGIN
  SELECT * INTO v_lot FROM lots WHERE id = p_lot_id AND expires_at <= p_now AND remaining > held;
  IF NOT FOUND THEN
    RETURN FALSE;
  END IF;
  -- A lot can expire in parts, each with a smaller remainder than the one before: so the key is unique.
  v_key := 'expire:' || v_lot.id || ':' || v_lot.remaining;
  UPDATE lots SET remaining = held WHERE id = v_lot.id;
  v_entry_id := ledger_post(v_lot.wallet_id, 'expire', v_lot.held - v_lot.remaining, 0, 0, v_key,
    ledger_input_hash(v_key), NULL, v_lot.purchase_id, NULL, NULL);
  INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES (v_entry_id, v_lot.id, v_lot.held - v_lot.remaining);
  RETURN TRUE;
END $$;

-- Credits of a refunded purchase that were held when the refund came were booked as debt. When the hold gives
-- them back, they pay that debt. The caller has locked the wallet.
CREATE FUNCTION ledger_settle_reversed_lot(p_lot_id uuid, p_hold_id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_lot lots%ROWTYPE;
  v_reversal reversals%ROWTYPE;
  v_taken integer;
  v_entry_id uuid;
  v_key text;
BEGIN
  FOR v_reversal IN
    SELECT r.* FROM reversals r JOIN lots l ON l.purchase_id = r.purchase_id
      WHERE l.id = p_lot_id AND r.debt_added > 0 ORDER BY r.created_at, r.reversal_key
  LOOP
    SELECT * INTO v_lot FROM lots WHERE id = p_lot_id;
    SELECT least(v_lot.remaining - v_lot.held, w.debt, v_reversal.debt_added) INTO v_taken
      FROM wallets w WHERE w.id = v_lot.wallet_id;
    EXIT WHEN v_taken = 0;
    v_key := concat_ws(':', 'settle', v_reversal.rail, v_reversal.reversal_key, p_hold_id, p_lot_id);
    UPDATE lots SET remaining = remaining - v_taken WHERE id = p_lot_id;
    UPDATE reversals SET taken = taken + v_taken, debt_added = debt_added - v_taken
      WHERE rail = v_reversal.rail AND reversal_key = v_reversal.reversal_key;
    v_entry_id := ledger_post(v_lot.wallet_id, 'clawback', -v_taken, -v_taken, 0, v_key,
      ledger_input_hash(v_key), p_hold_id, v_lot.purchase_id, NULL, v_reversal.kind);
    INSERT INTO entry_lots (entry_id, lot_id, amount) VALUES (v_entry_id, p_lot_id, -v_taken);
  END LOOP;
END $$;

-- Ends a hold: keeps p_captured of it, gives back the rest. The first end stands; later ones are told of it.
CREATE FUNCTION ledger_end_hold(
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
  PERFORM 1 FROM wallets WHERE id = v_hold.wallet_id FOR UPDATE;
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

CREATE FUNCTION ledger_capture(
  p_hold_id uuid, p_amount integer, p_now timestamptz,
  OUT kind text, OUT captured integer, OUT released integer, OUT is_repeat boolean
) LANGUAGE sql AS $$
  SELECT * FROM ledger_end_hold(p_hold_id, CASE WHEN p_amount = 0 THEN 'release' ELSE 'capture' END,
    p_amount, p_now)
$$;

CREATE FUNCTION ledger_release(
  p_hold_id uuid, p_now timestamptz,
  OUT kind text, OUT captured integer, OUT released integer, OUT is_repeat boolean
) LANGUAGE sql AS $$
  SELECT * FROM ledger_end_hold(p_hold_id, 'release', 0, p_now)
$$;

-- Gives back overdue holds of work that has ended or was never recorded; returns how many.
CREATE FUNCTION ledger_expire_holds(p_now timestamptz, p_limit integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_hold record;
  v_end record;
  v_count integer := 0;
BEGIN
  FOR v_hold IN
    WITH overdue AS (
      SELECT h.id, h.wallet_id, h.expires_at FROM open_holds o
        JOIN holds h ON h.id = o.hold_id
        LEFT JOIN generations g ON g.id = h.generation_id
        WHERE o.expires_at <= p_now AND (g.id IS NULL OR g.ended_at IS NOT NULL)
        ORDER BY o.expires_at LIMIT p_limit
    )
    SELECT id FROM overdue ORDER BY wallet_id, expires_at, id
  LOOP
    SELECT * INTO v_end FROM ledger_end_hold(v_hold.id, 'expire', 0, p_now);
    IF NOT v_end.is_repeat THEN
      v_count := v_count + 1;
    END IF;
  END LOOP;
  RETURN v_count;
END $$;

-- Takes the free part of lots whose time is over; returns how many lots.
CREATE FUNCTION ledger_expire_lots(p_now timestamptz, p_limit integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    PERFORM 1 FROM wallets WHERE id = v_lot.wallet_id FOR UPDATE;
    IF ledger_expire_lot(v_lot.id, p_now) THEN
      v_count := v_count + 1;
    END IF;
  END LOOP;
  RETURN v_count;
END $$;

-- Takes a purchase's credits back: free ones off its lots, the rest as debt of the wallet that bought them.
-- All reversals of a purchase together never take more than it gave.
CREATE FUNCTION ledger_clawback(
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
    ORDER BY id FOR UPDATE;
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
